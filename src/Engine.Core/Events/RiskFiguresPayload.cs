using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// What risk looked at when it denied an order or a replacement: follows the denial, which has code, limit and what was
/// measured. Absent prices and times are <see cref="FixedPoint.Absent"/>.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct RiskFiguresPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public long OrderId;
    [FieldOffset(8)] public long BidPrice;
    [FieldOffset(16)] public long AskPrice;
    [FieldOffset(24)] public long LastTradePrice;

    /// <summary>Of the quote; of the last trade where there are no quotes.</summary>
    [FieldOffset(32)] public long QuoteAgeNs;

    /// <summary>Of the account in the instrument, signed.</summary>
    [FieldOffset(40)] public long PositionQuantity;

    /// <summary>Worst-case leaves of the account's working buys in the instrument, without this order.</summary>
    [FieldOffset(48)] public long OpenBuyQuantity;

    [FieldOffset(56)] public long OpenSellQuantity;

    /// <summary>
    /// Gross exposure of the account in the instrument's currency before this order, everything at its worst case.
    /// </summary>
    [FieldOffset(64)] public long Exposure;

    /// <summary>Of the account in that currency.</summary>
    [FieldOffset(72)] public long Equity;

    /// <summary>Limit less measured, in the unit of the check: below zero by as much as was too much.</summary>
    [FieldOffset(80)] public long Margin;

    /// <summary>Limit less measured; absent where there is no measure, or no 64 bits for it.</summary>
    public static long MarginOf(long limit, long measured)
    {
        var margin = (Int128)limit - measured;
        return measured == FixedPoint.Absent || margin < -long.MaxValue ? FixedPoint.Absent : (long)margin;
    }

    /// <summary>
    /// True for denials that looked at the market or at what is held. The limit and what was measured say all there is
    /// to say of the others.
    /// </summary>
    public static bool IsToldFor(RiskCode code) => code switch
    {
        RiskCode.PermissionReducing => true,
        RiskCode.OrderRateLimit or RiskCode.InFlightLimit or RiskCode.OpenOrdersLimit or RiskCode.OrderTableFull
            or RiskCode.GroupFull or RiskCode.MarketClosed => false,
        <= RiskCode.OrderQuantityLimit and >= RiskCode.BuyingPower => true,
        RiskCode.SelfCross => true,
        _ => false,
    };
}
