using ControlCli.Output;

namespace ControlCli.Rows;

/// <summary>A hold as listings show it.</summary>
internal sealed record HoldRow
{
    public static IReadOnlyList<Column<HoldRow>> Columns { get; } =
    [
        new("HOLD", "holdId", hold => Cell.Whole(hold.HoldId)),
        new("KIND", "kind", hold => Cell.Of(hold.Kind)),
        new("SCOPE", "scope", hold => Cell.Of(hold.Scope)),
        new("OF", "scopeName", hold => Cell.Of(hold.ScopeName)),
        new("PERMISSION", "permission", hold => Cell.Of(hold.Permission).With(Paint.Warning)),
        new("SINCE", "placedTime", hold => Cell.Time(hold.PlacedNs)),
        new("SEQUENCE", "placedSequence", hold => Cell.Whole(hold.Sequence)),
        new("WHO", "who", hold => Cell.Of(hold.Who)),
        new("WHY", "why", hold => Cell.Of(hold.Why)),
    ];

    public required int HoldId { get; init; }

    public required string Kind { get; init; }

    /// <summary>Account, Strategy or Instrument.</summary>
    public required string Scope { get; init; }

    /// <summary>Of the strategy or instrument.</summary>
    public required string ScopeName { get; init; }

    public required string Permission { get; init; }

    public required long PlacedNs { get; init; }

    public required long Sequence { get; init; }

    public required string Who { get; init; }

    public required string Why { get; init; }
}
