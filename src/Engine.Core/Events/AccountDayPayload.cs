using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>One day of the account, from roll to roll, resolved to UTC at the edge.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct AccountDayPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>yyyymmdd of the day on which it ends, in the zone of the roll.</summary>
    [FieldOffset(0)] public int Date;

    [FieldOffset(8)] public long StartTimeNs;

    /// <summary>The roll: first nanosecond of the day after it.</summary>
    [FieldOffset(16)] public long EndTimeNs;
}
