using System.Runtime.InteropServices;

namespace Engine.Core.Gateway;

/// <summary>What the simulated venue counts. One entity.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct VenueCountersState
{
    public const int SizeInBytes = 104;

    /// <summary>Time of the newest record.</summary>
    [FieldOffset(0)] public long NowNs;

    /// <summary>Effective time of the newest intent: a later one never takes effect before it.</summary>
    [FieldOffset(8)] public long LastEffectiveNs;

    [FieldOffset(16)] public ulong Random;

    /// <summary>Last number given to a response.</summary>
    [FieldOffset(24)] public long ProducedEventId;

    /// <summary>Last response seen in the journal.</summary>
    [FieldOffset(32)] public long ConsumedEventId;

    [FieldOffset(40)] public long LastExecution;
    [FieldOffset(48)] public long HighestOrderId;

    /// <summary>Intents taken and intents that took effect; the difference is on its way.</summary>
    [FieldOffset(56)] public long ArrivalsIn;

    [FieldOffset(64)] public long ArrivalsOut;
    [FieldOffset(72)] public long SessionsSeen;
    [FieldOffset(80)] public long RepeatedOrders;
    [FieldOffset(88)] public int LiveOrders;

    /// <summary>1-based slots of the oldest and newest working order.</summary>
    [FieldOffset(92)] public int FirstLive;

    [FieldOffset(96)] public int LastLive;

    /// <summary>1 once the seed was taken over into <see cref="Random"/>.</summary>
    [FieldOffset(100)] public int IsSeeded;
}
