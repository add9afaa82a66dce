using ControlCli.Output;
using Engine.Core.Gateway;
using Engine.Core.Pipeline.Logic;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Rows;

/// <summary>A difference between engine and venue as listings show it.</summary>
internal sealed record DifferenceRow
{
    public static IReadOnlyList<Column<DifferenceRow>> Columns { get; } =
    [
        new("KIND", "kind", row => Cell.Of(row.Kind)),
        new("INSTRUMENT", "instrument", row => Cell.Of(row.Instrument)),
        new("ORDER", "orderId", row => row.OrderId is { } id ? Cell.Whole(id) : Cell.Empty),
        new("ENGINE", "engine", row => row.Engine.Cell),
        new("VENUE", "venue", row => row.Venue.Cell),
        new("BPS", "basisPoints", row => Cell.Whole(row.BasisPoints)),
        new("CRITICAL", "isCritical", row => Cell.Of(row.IsCritical).With(row.IsCritical ? Paint.Bad : Paint.None)),
        new("SEEN", "confirmations", row =>
            Cell.Whole(row.Confirmations).With(row.IsConfirmed ? Paint.Warning : Paint.None)),
        new("SINCE", "firstSeenTime", row => Cell.Time(row.FirstSeenNs)),
        new("CORRECTION", "correction", row => Cell.Of(row.Correction)),
    ];

    public required string Kind { get; init; }

    /// <summary>Empty where none is meant.</summary>
    public required string Instrument { get; init; }

    public required long? OrderId { get; init; }

    public required Exact Engine { get; init; }

    public required Exact Venue { get; init; }

    public required int BasisPoints { get; init; }

    public required bool IsCritical { get; init; }

    /// <summary>Comparisons in a row.</summary>
    public required int Confirmations { get; init; }

    public required long FirstSeenNs { get; init; }

    public required string Correction { get; init; }

    public bool IsConfirmed => Confirmations >= ReconciliationFindings.ConfirmationsNeeded;

    public static DifferenceRow Of(V1.ReconciliationDifference difference) => new()
    {
        Kind = difference.Kind,
        Instrument = difference.Instrument,
        OrderId = difference.HasOrderId ? difference.OrderId : null,
        Engine = Exact.Of(difference.Engine),
        Venue = Exact.Of(difference.Venue),
        BasisPoints = difference.BasisPoints,
        IsCritical = difference.IsCritical,
        Confirmations = difference.Confirmations,
        FirstSeenNs = difference.FirstSeenTimeNs,
        Correction = difference.Correction,
    };

    public static DifferenceRow Of(in FindingState finding, LogicView view)
    {
        var isKnown = view.Market.IsDefined(finding.InstrumentId);
        var exponent = finding.ExponentOf(isKnown ? view.Market.Instrument(finding.InstrumentId).SizeExponent : 0);
        return new DifferenceRow
        {
            Kind = finding.Kind.ToString(),
            Instrument = isKnown ? view.Market.Instrument(finding.InstrumentId).Symbol.ToString() : "",
            OrderId = finding.OrderId,
            Engine = new Exact(finding.Engine, exponent),
            Venue = new Exact(finding.Venue, exponent),
            BasisPoints = finding.BasisPoints,
            IsCritical = finding.Difference.IsCritical,
            Confirmations = finding.Confirmations,
            FirstSeenNs = finding.FirstSeenNs,
            Correction = finding.Difference.Correction.ToString(),
        };
    }
}
