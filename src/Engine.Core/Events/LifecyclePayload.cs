using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>The engine started, changed phase or stopped.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct LifecyclePayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public int RunEpoch;
    [FieldOffset(4)] public int SessionEpoch;
    [FieldOffset(8)] public EngineMode Mode;
    [FieldOffset(9)] public EnginePhase FromPhase;
    [FieldOffset(10)] public EnginePhase ToPhase;

    /// <summary>1 if the run before ended without seal.</summary>
    [FieldOffset(11)] public byte WasUnclean;

    /// <summary>Records cut from the tail at recovery.</summary>
    [FieldOffset(12)] public int CutRecords;

    [FieldOffset(16)] public AsciiText32 Account;
    [FieldOffset(48)] public AsciiText24 Build;
    [FieldOffset(72)] public long EventTimeNs;

    /// <summary>Last sequence of the run before.</summary>
    [FieldOffset(80)] public long PreviousSequence;
}
