using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// Something the simulated venue said or will say: a record without the parts that the journal gives it.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct VenueResponseState
{
    public const int SizeInBytes = 104;

    [FieldOffset(0)] public long DueTimeNs;
    [FieldOffset(8)] public int InstrumentId;
    [FieldOffset(12)] public EventKind Kind;
    [FieldOffset(14)] public ushort StrategyId;
    [FieldOffset(16)] public TextBytes88 Payload;
}
