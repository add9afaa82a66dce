using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// Best bid and offer. Prices and sizes are fixed point in the exponents of the instrument; a missing side or size is
/// <see cref="FixedPoint.Absent"/>.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct QuotePayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public long BidPrice;
    [FieldOffset(8)] public long AskPrice;
    [FieldOffset(16)] public long BidSize;
    [FieldOffset(24)] public long AskSize;

    /// <summary>Time of the event at its source (exchange clock). May lie before or after engine time.</summary>
    [FieldOffset(32)] public long EventTimeNs;

    /// <summary>When this process received it; equals <see cref="EventTimeNs"/> in a backtest.</summary>
    [FieldOffset(40)] public long ReceiveTimeNs;

    /// <summary>1-based data row in a file source; a running number in the others.</summary>
    [FieldOffset(48)] public long SourceRow;

    /// <summary>
    /// Receive time of the earliest quote that this one replaced by conflation; equals <see cref="ReceiveTimeNs"/> if
    /// none.
    /// </summary>
    [FieldOffset(56)] public long EarliestReceiveTimeNs;

    /// <summary>How many quotes this one replaced.</summary>
    [FieldOffset(64)] public int ConflatedCount;
}
