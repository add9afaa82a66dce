using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>A position as the venue holds it: the answer to a query.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct PositionReportPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>Signed, in the size exponent.</summary>
    [FieldOffset(0)] public long Quantity;

    [FieldOffset(8)] public long VenueEventId;
    [FieldOffset(16)] public long VenueTimeNs;
    [FieldOffset(24)] public long QueryId;

    /// <summary>Money that executions in the instrument have brought in, commissions taken off, exponent 8.</summary>
    [FieldOffset(32)] public long CashFlow;

    /// <summary>1 if the venue reports <see cref="CashFlow"/>.</summary>
    [FieldOffset(40)] public byte HasCashFlow;
}
