using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>
/// What an opening order would make of the exposure of the whole account in the currency of its instrument, with every
/// working order executed: gross, net, concentration, open positions, buying power. There is no conversion: each
/// currency is measured by itself, against its own equity.
/// </summary>
internal sealed class ExposureChecks(ExposureBook book, StateTable<RiskAccountState> account)
{
    private const int BpsPerOne = 10_000;

    /// <param name="worst">The position with everything in the order's direction executed, this order included.</param>
    public RiskCode Check(Side side, Int128 worst, in RiskInputs inputs, ref RiskFigures figures)
    {
        ref readonly var old = ref book.Of(inputs.InstrumentId);
        if (old.CurrencyNumber == 0) return figures.Deny(RiskCode.UnknownInstrument, 0, inputs.InstrumentId);

        ref readonly var limits = ref account[0];
        if (old.IsOpen == 0)
        {
            var positions = figures.Check(
                RiskCode.OpenPositionsLimit, limits.MaxOpenPositions, limits.OpenPositions + 1L);
            if (positions != RiskCode.Accepted) return positions;
        }

        var mark = old.MarkPrice != 0 ? old.MarkPrice : figures.ReferencePrice;
        if (!book.TryValue(inputs.InstrumentId, worst, mark, out var value))
            return figures.Deny(RiskCode.Overflow, limits.MaxGrossExposure, FixedPoint.Absent);

        // A position or orders that were not valued yet, for want of a price, are valued by this order's.
        var (oldLong, oldShort) = (old.LongValue, old.ShortValue);
        var newLong = side == Side.Buy ? value : oldLong;
        var newShort = side == Side.Sell ? value : oldShort;
        var oldGross = old.GrossValue;
        var newGross = RiskExposureState.GrossOf(newLong, newShort);
        ref readonly var sum = ref book.OfCurrency(old.CurrencyNumber);
        var net = side == Side.Buy
            ? (Int128)sum.NetLongExposure - oldLong + newLong
            : -((Int128)sum.NetShortExposure - oldShort + newShort);
        var code = figures.Check(RiskCode.NetExposureLimit, limits.MaxNetExposure, RiskChecks.Clamp(net));
        if (code != RiskCode.Accepted || newGross <= oldGross) return code;

        var gross = RiskChecks.Clamp((Int128)sum.GrossExposure - oldGross + newGross);
        code = figures.Check(RiskCode.GrossExposureLimit, limits.MaxGrossExposure, gross);
        if (code != RiskCode.Accepted) return code;

        code = Concentration(newGross, limits.MaxConcentrationBps, in inputs, ref figures);
        return code != RiskCode.Accepted ? code : BuyingPower(gross, limits.MarginRateBps, in inputs, ref figures);
    }

    // Exposure in one instrument / equity. Without equity there is no share of it.
    private static RiskCode Concentration(long gross, int limitBps, in RiskInputs inputs, ref RiskFigures figures)
    {
        if (inputs.Equity <= 0) return figures.Deny(RiskCode.ConcentrationLimit, limitBps, long.MaxValue);
        if (Math.BigMul(gross, (long)BpsPerOne) > Math.BigMul(inputs.Equity, (long)limitBps))
            return figures.Deny(RiskCode.ConcentrationLimit, limitBps, ShareBps(gross, inputs.Equity));

        var allowed = RiskChecks.Clamp(Math.BigMul(inputs.Equity / BpsPerOne, (long)limitBps));
        if (figures.IsTighter(allowed, gross))
            figures.Note(RiskCode.ConcentrationLimit, limitBps, ShareBps(gross, inputs.Equity));
        return RiskCode.Accepted;
    }

    // Gross exposure x margin rate may take all of the equity, and no more.
    private static RiskCode BuyingPower(long gross, int rateBps, in RiskInputs inputs, ref RiskFigures figures)
    {
        var margin = Math.BigMul(gross, (long)rateBps);
        var isCovered = inputs.Equity > 0 && margin <= Math.BigMul(inputs.Equity, (long)BpsPerOne);
        var measured = RiskChecks.Clamp(margin <= long.MaxValue ? CeilingOf((long)margin) : CeilingOf(margin));
        return isCovered
            ? figures.Check(RiskCode.BuyingPower, inputs.Equity, measured)
            : figures.Deny(RiskCode.BuyingPower, inputs.Equity, measured);
    }

    private static long CeilingOf(long margin)
    {
        var (whole, rest) = Math.DivRem(margin, BpsPerOne);
        return rest > 0 ? whole + 1 : whole;
    }

    private static Int128 CeilingOf(Int128 margin) => (margin + BpsPerOne - 1) / BpsPerOne;

    // Rounded up, so that comparing whole basis points is comparing exactly.
    private static long ShareBps(long gross, long equity)
    {
        if (gross <= long.MaxValue / BpsPerOne) // One hardware division instead of a long one.
        {
            var (whole, rest) = Math.DivRem(gross * BpsPerOne, equity);
            return rest > 0 ? whole + 1 : whole;
        }
        var scaled = Math.BigMul(gross, (long)BpsPerOne);
        return RiskChecks.Clamp((scaled + equity - 1) / equity);
    }
}
