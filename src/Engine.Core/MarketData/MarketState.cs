using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>
/// The last quote, trade and bar of one instrument. From its definition on, what was not seen yet is
/// <see cref="FixedPoint.Absent"/>; sides and sizes that a quote does not have are so too.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct MarketState
{
    public const int SizeInBytes = 192;

    // The first cache line is what a quote touches.
    [FieldOffset(0)] public long BidPrice;
    [FieldOffset(8)] public long AskPrice;
    [FieldOffset(16)] public long BidSize;
    [FieldOffset(24)] public long AskSize;
    [FieldOffset(32)] public long QuoteEventTimeNs;

    /// <summary>Engine time at which the quote was taken: its age is measured from here.</summary>
    [FieldOffset(40)] public long QuoteEngineTimeNs;

    /// <summary>Mid of the last quote that was two-sided and not crossed.</summary>
    [FieldOffset(48)] public long LastGoodMid;

    [FieldOffset(56)] public long QuoteCount;

    [FieldOffset(64)] public long LastTradePrice;
    [FieldOffset(72)] public long LastTradeSize;
    [FieldOffset(80)] public long LastTradeEventTimeNs;
    [FieldOffset(88)] public long LastTradeEngineTimeNs;

    /// <summary>Sum of all trade sizes, in the size exponent.</summary>
    [FieldOffset(96)] public long CumulativeVolume;

    [FieldOffset(104)] public long TradeCount;

    [FieldOffset(112)] public long BarOpen;
    [FieldOffset(120)] public long BarHigh;
    [FieldOffset(128)] public long BarLow;
    [FieldOffset(136)] public long BarClose;
    [FieldOffset(144)] public long BarVolume;
    [FieldOffset(152)] public long BarStartTimeNs;
    [FieldOffset(160)] public long BarIntervalNs;
    [FieldOffset(168)] public long BarEventTimeNs;
    [FieldOffset(176)] public long BarEngineTimeNs;
    [FieldOffset(184)] public long BarCount;

    public readonly bool HasBid => BidPrice != FixedPoint.Absent;

    public readonly bool HasAsk => AskPrice != FixedPoint.Absent;

    /// <summary>
    /// Two-sided with bid at or below ask. A locked quote (bid = ask) has a mid, a crossed one has none.
    /// </summary>
    public readonly bool HasMid => HasBid && AskPrice >= BidPrice;

    internal static MarketState Unseen { get; } = new()
    {
        BidPrice = FixedPoint.Absent,
        AskPrice = FixedPoint.Absent,
        BidSize = FixedPoint.Absent,
        AskSize = FixedPoint.Absent,
        QuoteEventTimeNs = FixedPoint.Absent,
        QuoteEngineTimeNs = FixedPoint.Absent,
        LastGoodMid = FixedPoint.Absent,
        LastTradePrice = FixedPoint.Absent,
        LastTradeSize = FixedPoint.Absent,
        LastTradeEventTimeNs = FixedPoint.Absent,
        LastTradeEngineTimeNs = FixedPoint.Absent,
        BarOpen = FixedPoint.Absent,
        BarHigh = FixedPoint.Absent,
        BarLow = FixedPoint.Absent,
        BarClose = FixedPoint.Absent,
        BarVolume = FixedPoint.Absent,
        BarStartTimeNs = FixedPoint.Absent,
        BarIntervalNs = FixedPoint.Absent,
        BarEventTimeNs = FixedPoint.Absent,
        BarEngineTimeNs = FixedPoint.Absent,
    };
}
