using Engine.Core.Config;
using Engine.Core.Events;

namespace Engine.Core.Breakers;

/// <summary>One row of the table of breakers: what it measures, and how it may be set.</summary>
public sealed record BreakerDefinition
{
    public required BreakerKind Kind { get; init; }

    /// <summary>Key of its settings, below <c>breakers.</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What is measured, in words.</summary>
    public required string Measure { get; init; }

    public required BreakerUnit Unit { get; init; }

    /// <summary>
    /// True: it trips above the limit. False: it trips at the limit; then a limit of 0 trips at the first unit.
    /// </summary>
    public bool TripsAboveOnly { get; init; }

    /// <summary>What a trip holds. An operator may trip any breaker for the account.</summary>
    public HoldScope Scope { get; init; } = HoldScope.Account;

    /// <summary>As a user would write it; empty for the breaker without measure.</summary>
    public required string DefaultLimit { get; init; }

    /// <summary>The highest limit, in its unit.</summary>
    public required long LimitMax { get; init; }

    /// <summary>Empty where the measure has no window.</summary>
    public string DefaultWindow { get; init; } = "";

    /// <summary>0 where the measure needs none.</summary>
    public int DefaultMinimumSample { get; init; }

    public BreakerAction DefaultAction { get; init; } = BreakerAction.Halted;

    /// <summary>From the trip to when a reset is taken.</summary>
    public required string DefaultCooldown { get; init; }

    /// <summary>
    /// It says that the engine does not see what there is: closing positions then would be trading blind.
    /// </summary>
    public bool IsBlind { get; init; }

    /// <summary>What it measures does not exist in a backtest.</summary>
    public bool IsOfRealTime { get; init; }

    /// <summary>What a reset with a new baseline clears; empty if there is no baseline to set.</summary>
    public string BaselineClears { get; init; } = "";

    /// <summary>What to do when it has tripped, for <c>explain</c>.</summary>
    public required string Remedy { get; init; }

    /// <summary>True if it is measured; else only operators trip it.</summary>
    public bool HasMeasure => DefaultLimit.Length > 0;

    public bool HasWindow => DefaultWindow.Length > 0;

    public bool HasBaseline => BaselineClears.Length > 0;

    /// <summary>Positions of one strategy cannot be closed apart from those of others.</summary>
    public bool MayFlatten => !IsBlind && Scope != HoldScope.Strategy;

    /// <summary>Decimals of limit and measure as they are shown.</summary>
    public int Exponent => Unit switch
    {
        BreakerUnit.Percent => 4,
        BreakerUnit.Money => FixedPoint.MoneyExponent,
        BreakerUnit.Time => 6,
        _ => 0,
    };

    /// <summary>Of figures as they are shown.</summary>
    public string UnitName => Unit switch
    {
        BreakerUnit.Percent => "%",
        BreakerUnit.BasisPoints => "bps",
        BreakerUnit.Time => "ms",
        BreakerUnit.Money => "money",
        _ => "count",
    };

    /// <summary>A limit in its unit as settings write it.</summary>
    public string Write(long limit) =>
        Unit == BreakerUnit.Time ? DurationText.Format(limit) : FixedPoint.Format(limit, Exponent);
}
