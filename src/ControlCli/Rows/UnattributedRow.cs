using ControlCli.Output;

namespace ControlCli.Rows;

/// <summary>An execution that belongs to no order known, as listings show it.</summary>
internal sealed record UnattributedRow
{
    public static IReadOnlyList<Column<UnattributedRow>> Columns { get; } =
    [
        new("EXECUTION", "executionId", row => Cell.Of(row.ExecutionId)),
        new("COUNTED", "counted", row => Cell.Time(row.CountedNs)),
        new("AGE", "ageNs", row => OrderRow.AgeCell(row.AgeNs)),
        new("SYMBOL", "symbol", row => Cell.Of(row.Symbol)),
        new("SIDE", "side", row => Cell.Of(row.Side)),
        new("QUANTITY", "quantity", row => row.Quantity.Cell),
        new("PRICE", "price", row => row.Price.Cell),
        new("COMMISSION", "commission", row => row.Commission.Cell),
    ];

    public required string ExecutionId { get; init; }

    public required long CountedNs { get; init; }

    public required long AgeNs { get; init; }

    public required string Symbol { get; init; }

    public required string Side { get; init; }

    public required Exact Quantity { get; init; }

    public required Exact Price { get; init; }

    public required Exact Commission { get; init; }
}
