using Engine.Core.Breakers;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Core.Risk;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>The engine's values as the protos have them.</summary>
internal static class WireValues
{
    public static Wire.Mode Of(EngineMode mode) => mode switch
    {
        EngineMode.Backtest => Wire.Mode.Backtest,
        EngineMode.Paper => Wire.Mode.Paper,
        EngineMode.Live => Wire.Mode.Live,
        _ => Wire.Mode.Unspecified,
    };

    public static Wire.Phase Of(EnginePhase phase) => phase switch
    {
        EnginePhase.Starting => Wire.Phase.Starting,
        EnginePhase.Reconciling => Wire.Phase.Reconciling,
        EnginePhase.Running => Wire.Phase.Running,
        EnginePhase.Stopping => Wire.Phase.Stopping,
        EnginePhase.Stopped => Wire.Phase.Stopped,
        _ => Wire.Phase.Unspecified,
    };

    public static Wire.Permission Of(Permission permission) => permission switch
    {
        Permission.Active => Wire.Permission.Active,
        Permission.Reducing => Wire.Permission.Reducing,
        Permission.Halted => Wire.Permission.Halted,
        Permission.ReadOnly => Wire.Permission.ReadOnly,
        _ => Wire.Permission.Unspecified,
    };

    public static Wire.Arming Of(ArmingStatus arming) => arming switch
    {
        ArmingStatus.NotRequired => Wire.Arming.NotRequired,
        ArmingStatus.Disarmed => Wire.Arming.Disarmed,
        ArmingStatus.Armed => Wire.Arming.Armed,
        _ => Wire.Arming.Unspecified,
    };

    public static Wire.Ladder.Types.Step Of(LadderFigures figures) => new()
    {
        Strategy = figures.Strategy,
        PerTenThousand = figures.PerTenThousand,
        ConfiguredPerTenThousand = figures.ConfiguredPerTenThousand,
        IsCommanded = figures.IsCommanded,
        MaxPosition = figures.MaxPosition == RiskLimits.None
            ? null
            : Of(figures.MaxPosition, RiskLimits.QuantityExponent),
        MaxOrderNotional = figures.MaxOrderNotional == RiskLimits.None ? null : Money(figures.MaxOrderNotional),
    };

    /// <summary>Money of the engine.</summary>
    public static Wire.Decimal Money(long amount) => Of(amount, FixedPoint.MoneyExponent);

    public static Wire.Decimal Of(long mantissa, int exponent) => new() { Mantissa = mantissa, Exponent = exponent };

    public static Wire.Hold Of(HoldInForce hold, ScopeNames names) => new()
    {
        Id = hold.HoldId,
        Scope = names.Of(hold.Scope, hold.ScopeId),
        Kind = hold.Kind.ToString(),
        Permission = Of(hold.Permission),
        Who = hold.Who,
        Why = hold.Why,
        Sequence = hold.Sequence,
        PlacedTimeNs = hold.PlacedTimeNs,
    };

    public static Wire.Breaker Of(BreakerFigures breaker, ScopeNames names)
    {
        var definition = breaker.Settings.Definition;
        var wire = new Wire.Breaker
        {
            Name = definition.Name,
            Scope = breaker.ScopeId < 0 ? null : names.Of(breaker.Scope, breaker.ScopeId),
            Standing = breaker.Standing switch
            {
                BreakerStanding.Off => Wire.BreakerStanding.Off,
                BreakerStanding.Warned => Wire.BreakerStanding.Warned,
                BreakerStanding.Tripped => Wire.BreakerStanding.Tripped,
                _ => Wire.BreakerStanding.Armed,
            },
            Unit = definition.HasMeasure ? definition.UnitName : "",
            TripsAbove = definition.TripsAboveOnly,
            Action = breaker.Settings.Action.ToString(),
            WindowNs = breaker.Settings.WindowNs,
            Trips = breaker.Trips,
        };
        if (definition.HasMeasure)
        {
            wire.Measure = Of(breaker.Measure, definition.Exponent);
            wire.Limit = Of(breaker.Settings.Limit, definition.Exponent);
            wire.Margin = Of(breaker.Margin, definition.Exponent);
        }
        if (breaker.TrippedNs != 0)
        {
            wire.TrippedTimeNs = breaker.TrippedNs;
            if (definition.HasMeasure) wire.TripMeasure = Of(breaker.TripMeasure, definition.Exponent);
        }
        if (breaker.Standing != BreakerStanding.Tripped) return wire;
        wire.HoldId = breaker.HoldId;
        wire.ResettableTimeNs = breaker.ResettableNs;
        return wire;
    }

    public static Wire.CurrencyFigures Of(CurrencyFigures figures) => new()
    {
        Currency = figures.Currency,
        Cash = Money(figures.Cash),
        Equity = Money(figures.Equity),
        PeakEquity = Money(figures.PeakEquity),
        DrawdownMax = Money(figures.DrawdownMax),
        RealizedProfit = Money(figures.RealizedProfit),
        UnrealizedProfit = Money(figures.UnrealizedProfit),
        Commissions = Money(figures.Commissions),
        NetProfit = Money(figures.NetProfit),
        StartingCash = Money(figures.StartingCash),
        NetExposure = Money(figures.NetExposure),
        GrossExposure = Money(figures.GrossExposure),
        Drawdown = Money(figures.PeakEquity - figures.Equity),
        DrawdownBps = figures.DrawdownBps,
        Day = new Wire.DayFigures
        {
            StartEquity = Money(figures.DayStartEquity),
            Flows = Money(figures.DayFlows),
            Baseline = Money(figures.DayBaseline),
            Profit = Money(figures.DayProfit),
            LastProfit = Money(figures.LastDayProfit),
        },
        Deposits = Money(figures.Deposits),
        Withdrawals = Money(figures.Withdrawals),
        Dividends = Money(figures.Dividends),
        Adopted = Money(figures.Adopted),
    };
}
