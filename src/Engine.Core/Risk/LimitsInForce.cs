using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>Turns configured limits into those that the state holds, in the exponents of each instrument.</summary>
internal sealed class LimitsInForce(
    StateTable<RiskInstrumentState> instruments,
    StateTable<RiskStrategyState> strategies,
    StateTable<RiskAccountState> account,
    int inFlightCapacity)
{
    private RiskLimits? _configured;

    /// <summary>Puts the limits of the account in force; all others stay until they are defined again.</summary>
    public void Configure(RiskLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);

        _configured = limits;
        ref var state = ref account.Edit(0);
        state.RateIntervalNs = limits.OrderRate.IntervalNs;
        state.RateBurst = limits.OrderRate.Burst;
        state.MaxOpenOrders = limits.OpenOrdersMax;
        state.MaxInFlight = limits.InFlightMax;
        state.InFlightCapacity = inFlightCapacity;
        var own = limits.Account;
        state.MaxGrossExposure = own.MaxGrossExposure;
        state.MaxNetExposure = own.MaxNetExposure;
        state.MaxConcentrationBps = own.MaxConcentrationBps;
        state.MaxOpenPositions = own.MaxOpenPositions;
        state.MarginRateBps = own.MarginRateBps;
        state.MaxOrdersPerMinute = own.MaxOrdersPerMinute;
        state.MaxOrdersPerDay = own.MaxOrdersPerDay;
        state.MaxNotionalPerMinute = own.MaxNotionalPerMinute;
        state.MaxNotionalPerDay = own.MaxNotionalPerDay;
        state.RepeatWindowNs = own.RepeatWindowNs;
        state.MaxIdenticalRejects = own.MaxIdenticalRejects;
        state.RejectWindowNs = own.RejectWindowNs;
        state.RejectProbeNs = own.RejectProbeNs;
        state.MessageIntervalNs = own.Messages.IntervalNs;
        state.MessageBurst = own.Messages.Burst;
        state.RoundsPassively = own.RoundsPassively ? 1 : 0;
        state.IsSelfCrossAllowed = own.IsSelfCrossAllowed ? 1 : 0;
    }

    public void DefineInstrument(int instrumentId, string symbol, int sizeExponent)
    {
        var own = RequireLimits().ForInstrument(symbol);
        ref var state = ref instruments.Edit(instrumentId);
        state.MaxOrderQuantity = ScaleQuantity(own.MaxOrderQuantity, sizeExponent);
        state.MaxOrderNotional = own.MaxOrderNotional;
        state.MaxPosition = ScaleQuantity(own.MaxPosition, sizeExponent);
        state.MaxPositionNotional = own.MaxPositionNotional;
        state.StaleQuoteNs = own.StaleQuoteNs;
        state.PriceCollarBps = own.PriceCollarBps;
        state.MaxOpenOrders = own.MaxOpenOrders;
        state.IsShortSellingAllowed = own.IsShortSellingAllowed ? 1 : 0;
        state.IsRestricted = own.IsRestricted ? (short)1 : (short)0;
        state.IsDefined = 1;
    }

    public void DefineStrategy(int strategyId, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(strategyId, 1);
        var own = RequireLimits().ForStrategy(name);
        ref var state = ref strategies.Edit(strategyId);
        state.MaxOrderQuantity = own.MaxOrderQuantity;
        state.MaxOrderNotional = own.MaxOrderNotional;
        state.MaxPosition = own.MaxPosition;
        state.MaxCapital = own.MaxCapital;
        state.MaxOpenOrders = own.MaxOpenOrders;
    }

    /// <summary>A configured quantity in the exponent of an instrument, rounded down.</summary>
    public static long ScaleQuantity(long configured, int sizeExponent) =>
        configured == RiskLimits.None
            ? RiskLimits.None
            : configured / FixedPoint.PowerOfTen(RiskLimits.QuantityExponent - sizeExponent);

    private RiskLimits RequireLimits() =>
        _configured ?? throw new InvalidOperationException("Configure the limits before instruments and strategies.");
}
