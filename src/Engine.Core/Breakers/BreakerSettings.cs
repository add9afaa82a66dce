using Engine.Core.Events;

namespace Engine.Core.Breakers;

/// <summary>One breaker as configured. Figures are in the unit of its definition.</summary>
public sealed record BreakerSettings
{
    /// <summary>A breaker warns at <see cref="FifthsOfWarning"/> of so many parts of its limit.</summary>
    public const int Fifths = 5;

    public const int FifthsOfWarning = 4;

    public required BreakerDefinition Definition { get; init; }

    /// <summary>False: it neither warns nor trips by itself; an operator may still trip it.</summary>
    public required bool IsEnabled { get; init; }

    public required long Limit { get; init; }

    /// <summary>0 where the measure has no window.</summary>
    public required long WindowNs { get; init; }

    public required int MinimumSample { get; init; }

    public required BreakerAction Action { get; init; }

    public required long CooldownNs { get; init; }

    /// <summary>True if a measure trips it. Nothing measured never does, so a limit of 0 trips at the first unit.
    /// </summary>
    public bool Exceeds(long measure, long sample) =>
        IsEnabled && measure > 0 && sample >= MinimumSample
        && (Definition.TripsAboveOnly ? measure > Limit : measure >= Limit);

    /// <summary>True from four fifths of the limit on.</summary>
    public bool Warns(long measure, long sample) =>
        IsEnabled && measure > 0 && sample >= MinimumSample
        && Ratio.IsAtLeast(measure, Fifths, Limit, FifthsOfWarning);
}
