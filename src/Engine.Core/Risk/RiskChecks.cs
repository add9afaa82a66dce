using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>
/// The checks that look at one order, its instrument and its market. Pure; sums and counts are the gate's.
/// </summary>
internal static class RiskChecks
{
    private const int BpsPerOne = 10_000;
    private const long Narrow = 1L << 48; // Below it a price times BpsPerOne fits 64 bits.

    public static RiskCode Validity(in OrderPayload order, in RiskInputs inputs, ref RiskFigures figures)
    {
        if (order.Side is not (Side.Buy or Side.Sell)) return figures.Deny(RiskCode.InvalidSide, 0, (long)order.Side);
        if (order.Quantity <= 0) return figures.Deny(RiskCode.InvalidQuantity, 1, order.Quantity);
        var code = TermsChecks.Validity(in order, in inputs, ref figures);
        if (code != RiskCode.Accepted) return code;
        if (!OrderTypeTable.HasLimit(order.Type))
        {
            if (order.LimitPrice != FixedPoint.Absent)
                return figures.Deny(RiskCode.InvalidPrice, FixedPoint.Absent, order.LimitPrice);
        }
        else
        {
            if (order.LimitPrice <= 0) return figures.Deny(RiskCode.InvalidPrice, 1, order.LimitPrice);
            if (inputs.TickSize > 1 && order.LimitPrice % inputs.TickSize != 0)
                return figures.Deny(RiskCode.OffTick, inputs.TickSize, order.LimitPrice);
        }
        return inputs.LotSize > 1 && order.Quantity % inputs.LotSize != 0
            ? figures.Deny(RiskCode.OffLot, inputs.LotSize, order.Quantity)
            : RiskCode.Accepted;
    }

    /// <summary>Finds the prices that the later checks measure with.</summary>
    public static void Price(in OrderPayload order, in RiskInputs inputs, ref RiskFigures figures)
    {
        var reference = ReferenceOf(in inputs);
        var hasLimit = OrderTypeTable.HasLimit(order.Type);
        var expected = hasLimit ? order.LimitPrice : TouchOf(order.Side, in inputs, reference);
        figures.ReferencePrice = reference;
        figures.ExpectedPrice = expected;

        // A buy pays its limit at most. A sell may be paid more than its limit, and a market order may meet anything.
        // A stop trades where it is reached, which may be dearer than now.
        var isCapped = hasLimit && order.Side == Side.Buy;
        figures.NotionalPrice = isCapped
            ? expected
            : Math.Max(inputs.Terms.StopPrice, Math.Max(expected, reference));

        // How far a stop waits is the trader's choice: its limit is measured from there, not from the market of now.
        figures.CollarPrice = order.Type == OrderType.StopLimit ? inputs.Terms.StopPrice : FixedPoint.Absent;
    }

    public static RiskCode Notional(
        long quantity, long limit, in RiskInputs inputs, RiskCode code, ref RiskFigures figures)
    {
        var isMeasured = FixedPoint.TryNotional(
            figures.NotionalPrice, quantity, inputs.Multiplier, inputs.PriceExponent + inputs.SizeExponent,
            out var money);
        if (!isMeasured) return figures.Deny(RiskCode.Overflow, limit, FixedPoint.Absent);

        if (code == RiskCode.OrderNotionalLimit) figures.Notional = Math.Abs(money);
        return figures.Check(code, limit, Math.Abs(money));
    }

    /// <summary>The price may be off the last trade and off the mid by so many basis points, to either side.</summary>
    public static RiskCode Collar(int collarBps, in RiskInputs inputs, ref RiskFigures figures)
    {
        var measured = 0L;
        if (figures.CollarPrice != FixedPoint.Absent)
        {
            measured = DistanceBps(figures.ExpectedPrice, figures.CollarPrice);
            return figures.Check(RiskCode.PriceCollar, collarBps, measured);
        }
        var hasMid = inputs.Bid != FixedPoint.Absent && inputs.Ask != FixedPoint.Absent;
        if (hasMid)
            measured = DistanceBps((Int128)figures.ExpectedPrice * 2, (Int128)inputs.Bid + inputs.Ask);
        if (inputs.Last != FixedPoint.Absent)
            measured = Math.Max(measured, DistanceBps(figures.ExpectedPrice, inputs.Last));
        if (!hasMid && inputs.Last == FixedPoint.Absent)
            measured = DistanceBps(figures.ExpectedPrice, figures.ReferencePrice);
        return figures.Check(RiskCode.PriceCollar, collarBps, measured);
    }

    /// <summary>
    /// Where there are quotes the quote must be fresh, however fresh the trades; else the last trade.
    /// </summary>
    public static RiskCode Staleness(long staleNs, in RiskInputs inputs, ref RiskFigures figures)
    {
        var timeNs = inputs.QuoteTimeNs != FixedPoint.Absent ? inputs.QuoteTimeNs : inputs.TradeTimeNs;
        if (timeNs == FixedPoint.Absent) return figures.Deny(RiskCode.StaleQuote, staleNs, FixedPoint.Absent);

        var ageNs = (Int128)inputs.NowNs - timeNs;
        return figures.Check(RiskCode.StaleQuote, staleNs, Clamp(ageNs));
    }

    /// <summary>A position at its worst, with everything that works in one direction executed.</summary>
    public static Int128 WorstCase(Side side, long position, long open, long added) =>
        side == Side.Buy ? (Int128)position + open + added : (Int128)position - open - added;

    /// <summary>The most that a position may come to, long or short, with either direction executed whole.</summary>
    public static Int128 LargestWorstCase(long position, long buys, long sells) =>
        Int128.Max(Int128.Abs((Int128)position + buys), Int128.Abs((Int128)position - sells));

    public static long Clamp(Int128 value) =>
        value > long.MaxValue ? long.MaxValue : value < -long.MaxValue ? -long.MaxValue : (long)value;

    private static long ReferenceOf(in RiskInputs inputs)
    {
        if (inputs.Bid != FixedPoint.Absent && inputs.Ask != FixedPoint.Absent)
            return (long)FixedPoint.DivideHalfEven((Int128)inputs.Bid + inputs.Ask, 2);
        if (inputs.Last != FixedPoint.Absent) return inputs.Last;
        return inputs.Bid != FixedPoint.Absent ? inputs.Bid : inputs.Ask;
    }

    private static long TouchOf(Side side, in RiskInputs inputs, long reference)
    {
        var touch = side == Side.Buy ? inputs.Ask : inputs.Bid;
        if (touch != FixedPoint.Absent) return touch;
        return inputs.Last != FixedPoint.Absent ? inputs.Last : reference;
    }

    // Rounded up, so that comparing whole basis points is comparing exactly.
    private static long DistanceBps(Int128 price, Int128 reference)
    {
        if (price == reference) return 0;
        if (reference <= 0) return long.MaxValue;
        if (price >= 0 && price < Narrow && reference < Narrow) return NarrowDistanceBps((long)price, (long)reference);

        var (quotient, remainder) = Int128.DivRem(Int128.Abs(price - reference) * BpsPerOne, reference);
        return Clamp(remainder == 0 ? quotient : quotient + 1);
    }

    // The same, in one hardware division.
    private static long NarrowDistanceBps(long price, long reference)
    {
        var (quotient, remainder) = Math.DivRem(Math.Abs(price - reference) * BpsPerOne, reference);
        return remainder == 0 ? quotient : quotient + 1;
    }
}
