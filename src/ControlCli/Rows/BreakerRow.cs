using ControlCli.Output;

namespace ControlCli.Rows;

/// <summary>A circuit breaker as listings show it.</summary>
internal sealed record BreakerRow
{
    public static IReadOnlyList<Column<BreakerRow>> Columns { get; } =
    [
        new("BREAKER", "breaker", row => Cell.Of(row.Name)),
        new("SCOPE", "scope", row => Cell.Of(row.Scope)),
        new("OF", "scopeName", row => Cell.Of(row.ScopeName)),
        new("STATE", "state", row => Cell.Of(row.Standing).With(PaintOf(row.Standing))),
        new("MEASURE", "measure", row => row.Measure.Cell),
        new("LIMIT", "limit", row => row.Limit.Cell),
        new("MARGIN", "margin", row => row.Margin.Cell.With(row.Margin.Mantissa < 0 && !row.Margin.IsNothing
            ? Paint.Bad : Paint.None)),
        new("UNIT", "unit", row => Cell.Of(row.Unit)),
        new("TRIPS", "trips", row => Cell.Whole(row.Trips)),
        new("ACTION", "action", row => Cell.Of(row.Action)),
        new("TRIPPED", "trippedTime", row => Cell.Time(row.TrippedNs)),
        new("RESET FROM", "resettableTime", row => Cell.Time(row.ResettableNs)),
        new("HOLD", "holdId", row => row.HoldId == 0 ? Cell.Empty : Cell.Whole(row.HoldId)),
    ];

    public required string Name { get; init; }

    /// <summary>Account, Strategy or Instrument.</summary>
    public required string Scope { get; init; }

    /// <summary>Of the strategy or instrument.</summary>
    public required string ScopeName { get; init; }

    /// <summary>Off, Armed, Warned or Tripped.</summary>
    public required string Standing { get; init; }

    public required Exact Measure { get; init; }

    public required Exact Limit { get; init; }

    public required Exact Margin { get; init; }

    public required string Unit { get; init; }

    public required int Trips { get; init; }

    public required string Action { get; init; }

    public required long TrippedNs { get; init; }

    public required long ResettableNs { get; init; }

    public required int HoldId { get; init; }

    private static Paint PaintOf(string standing) => standing switch
    {
        "Armed" => Paint.Good,
        "Tripped" => Paint.Bad,
        _ => Paint.Warning,
    };
}
