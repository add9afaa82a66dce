using System.Runtime.InteropServices;

namespace Engine.Core.Gateway;

/// <summary>One instrument at the simulated venue.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct VenueMarketState
{
    public const int SizeInBytes = 112;

    /// <summary>Bit of <see cref="Watch"/>: defined, and no quote seen yet.</summary>
    public const int AwaitsQuote = 1;

    /// <summary>Bit of <see cref="Watch"/>: displayed size was taken at the prices below.</summary>
    public const int HasTaken = 2;

    /// <summary>One working order in <see cref="Watch"/>.</summary>
    public const int OneOrder = 4;

    [FieldOffset(0)] public long TickSize;
    [FieldOffset(8)] public long LotSize;

    /// <summary>Displayed size that own orders took while the price stood still.</summary>
    [FieldOffset(16)] public long TakenBid;

    [FieldOffset(24)] public long TakenAsk;
    [FieldOffset(32)] public long TakenBidPrice;
    [FieldOffset(40)] public long TakenAskPrice;

    /// <summary>Signed sum of all executions.</summary>
    [FieldOffset(48)] public long NetPosition;

    /// <summary>0 = market data of this instrument cannot matter now: the fast path.</summary>
    [FieldOffset(56)] public int Watch;

    /// <summary>1-based slots of the oldest and newest working order.</summary>
    [FieldOffset(60)] public int FirstOrder;

    [FieldOffset(64)] public int LastOrder;
    [FieldOffset(68)] public int CalendarId;
    [FieldOffset(72)] public int SizeExponent;
    [FieldOffset(76)] public int IsDefined;

    /// <summary>Working orders that wait for their stop or for the close.</summary>
    [FieldOffset(80)] public int WaitingOrders;

    /// <summary>1 once a print came while an order worked: from then on quotes trigger nothing.</summary>
    [FieldOffset(84)] public int HasPrints;

    /// <summary>
    /// Money that executions have brought in, commissions taken off, exponent 8; absent once it did not fit.
    /// </summary>
    [FieldOffset(88)] public long CashFlow;

    [FieldOffset(96)] public long Multiplier;

    /// <summary>Price exponent plus size exponent.</summary>
    [FieldOffset(104)] public long ScaleExponent;
}
