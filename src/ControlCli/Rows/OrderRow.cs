using System.Globalization;
using ControlCli.Output;
using Engine.Core.Events;

namespace ControlCli.Rows;

/// <summary>An order as listings show it, from files or from a running engine.</summary>
internal sealed record OrderRow
{
    public static IReadOnlyList<Column<OrderRow>> Columns { get; } =
    [
        new("ORDER", "orderId", order => Cell.Whole(order.OrderId)),
        new("BROKER ID", "brokerOrderId", order => Cell.Whole(order.BrokerOrderId)),
        new("CREATED", "created", order => Cell.Time(order.CreatedNs)),
        new("SYMBOL", "symbol", order => Cell.Of(order.Symbol)),
        new("STRATEGY", "strategy", order => Cell.Of(order.Strategy)),
        new("SIDE", "side", order => Cell.Of(order.Side)),
        new("TYPE", "type", order => Cell.Of(order.Type)),
        new("TIF", "timeInForce", order => Cell.Of(order.TimeInForce)),
        new("QUANTITY", "quantity", order => order.Quantity.Cell),
        new("FILLED", "filledQuantity", order => order.Filled.Cell),
        new("LIMIT", "limitPrice", order => order.LimitPrice.Cell),
        new("AVG FILL", "averageFillPrice", order => order.AverageFill.Cell),
        new("STATUS", "status", order => Cell.Of(order.Status).With(PaintOf(order.Status))),
        new("REASON", "reason", order => Cell.Of(order.Reason)),
        new("UNKNOWN FOR", "unknownForNs", order => AgeCell(order.UnknownForNs)),
        new("OWNER", "owner", order => Cell.Of(order.Owner).With(order.IsForeign ? Paint.Warning : Paint.None)),
        new("VENUE ID", "venueOrderId", order => Cell.Whole(order.VenueOrderId)),
        new("REFERENCE", "reference", order => Cell.Of(order.Reference)),
    ];

    public required long OrderId { get; init; }

    public required long BrokerOrderId { get; init; }

    public required long CreatedNs { get; init; }

    public required string Symbol { get; init; }

    public required string Strategy { get; init; }

    public required string Side { get; init; }

    public required string Type { get; init; }

    public required string TimeInForce { get; init; }

    public required Exact Quantity { get; init; }

    public required Exact Filled { get; init; }

    public required Exact LimitPrice { get; init; }

    public required Exact AverageFill { get; init; }

    public required string Status { get; init; }

    public required string Reason { get; init; }

    /// <summary>For how long nobody knows what became of it; absent if it is known.</summary>
    public long UnknownForNs { get; init; } = FixedPoint.Absent;

    /// <summary>Another has sent it, and the engine only watches it.</summary>
    public bool IsForeign { get; init; }

    /// <summary>
    /// What the venue calls an order that another has sent, adopted or not; absent for the engine's own.
    /// </summary>
    public long VenueOrderId { get; init; } = FixedPoint.Absent;

    /// <summary>What it is called at the venue.</summary>
    public string Reference { get; init; } = "";

    public string Owner => IsForeign ? "foreign" : VenueOrderId != FixedPoint.Absent ? "adopted" : "engine";

    /// <summary>Not over yet, as far as anybody knows.</summary>
    public bool IsWorking => Status is not ("Filled" or "Canceled" or "Rejected" or "Expired");

    /// <summary>Whole seconds for people, nanoseconds for programs.</summary>
    public static Cell AgeCell(long ns) => ns == FixedPoint.Absent
        ? Cell.Whole(ns)
        : Cell.Whole(ns).With(Paint.Bad) with
        {
            Text = string.Create(CultureInfo.InvariantCulture, $"{ns / NsPerSecond} s"),
        };

    private const long NsPerSecond = 1_000_000_000;

    private static Paint PaintOf(string status) => status switch
    {
        "Filled" => Paint.Good,
        "Rejected" or "Unknown" => Paint.Bad,
        "Canceled" or "Expired" => Paint.None,
        _ => Paint.Warning,
    };
}
