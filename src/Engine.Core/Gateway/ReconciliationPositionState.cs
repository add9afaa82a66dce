using System.Runtime.InteropServices;

namespace Engine.Core.Gateway;

/// <summary>One position as the venue reported it, at the index of its instrument.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct ReconciliationPositionState
{
    public const int SizeInBytes = 40;

    [FieldOffset(0)] public long Quantity;
    [FieldOffset(8)] public long VenueEventId;
    [FieldOffset(16)] public long IsReported;

    /// <summary>Money that executions in it have brought in, by the venue's books.</summary>
    [FieldOffset(24)] public long CashFlow;

    [FieldOffset(32)] public long HasCashFlow;
}
