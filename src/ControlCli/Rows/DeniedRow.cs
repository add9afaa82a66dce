using ControlCli.Journals;
using ControlCli.Online;
using ControlCli.Output;
using Engine.Core.Events;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Rows;

/// <summary>An order that risk refused, as listings show it.</summary>
internal sealed record DeniedRow
{
    public static IReadOnlyList<Column<DeniedRow>> Columns { get; } =
    [
        new("ORDER", "orderId", denied => denied.OrderId),
        new("SEQUENCE", "sequence", denied => Cell.Whole(denied.Sequence)),
        new("TIME", "time", denied => Cell.Time(denied.TimeNs)),
        new("SYMBOL", "symbol", denied => Cell.Of(denied.Symbol)),
        new("STRATEGY", "strategy", denied => Cell.Of(denied.Strategy)),
        new("SIDE", "side", denied => Cell.Of(denied.Side)),
        new("QUANTITY", "quantity", denied => denied.Quantity),
        new("LIMIT", "limitPrice", denied => denied.LimitPrice),
        new("CODE", "code", denied => Cell.Of(denied.Code).With(Paint.Bad)),
        new("ALLOWED", "limit", denied => denied.Allowed),
        new("MEASURED", "measured", denied => denied.Measured),
        new("HOLD", "holdSequence", denied => denied.HoldSequence),
    ];

    public required Cell OrderId { get; init; }

    public required long Sequence { get; init; }

    public required long TimeNs { get; init; }

    public required string Symbol { get; init; }

    public required string Strategy { get; init; }

    public required string Side { get; init; }

    public required Cell Quantity { get; init; }

    public required Cell LimitPrice { get; init; }

    public required string Code { get; init; }

    /// <summary>In the unit of the check that refused, like what was measured.</summary>
    public required Cell Allowed { get; init; }

    public required Cell Measured { get; init; }

    public required Cell HoldSequence { get; init; }

    public static DeniedRow Of(EngineEvent record, JournalNames names) => new()
    {
        OrderId = Cell.Whole(record.Order.OrderId),
        Sequence = record.Sequence,
        TimeNs = record.TimestampNs,
        Symbol = names.Symbol(record.InstrumentId),
        Strategy = names.Strategy(record.StrategyId),
        Side = record.Order.Side.ToString(),
        Quantity = Cell.Decimal(record.Order.Quantity, names.Instrument(record.InstrumentId)?.SizeExponent ?? 0),
        LimitPrice = Cell.Decimal(record.Order.LimitPrice, names.Instrument(record.InstrumentId)?.PriceExponent ?? 0),
        Code = record.Order.Code.ToString(),
        Allowed = Cell.Whole(record.Order.Limit),
        Measured = Cell.Whole(record.Order.Measured),
        HoldSequence = record.Order.HoldSequence == 0 ? Cell.Empty : Cell.Whole(record.Order.HoldSequence),
    };

    public static DeniedRow Of(V1.EngineEvent record) => new()
    {
        OrderId = EngineEvents.Number(record, nameof(OrderPayload.OrderId)),
        Sequence = record.Sequence,
        TimeNs = record.TimeNs,
        Symbol = record.Instrument,
        Strategy = record.Strategy,
        Side = EngineEvents.Field(record, nameof(OrderPayload.Side)),
        Quantity = EngineEvents.Decimal(record, nameof(OrderPayload.Quantity)),
        LimitPrice = EngineEvents.Decimal(record, nameof(OrderPayload.LimitPrice)),
        Code = EngineEvents.Field(record, nameof(OrderPayload.Code)),
        Allowed = EngineEvents.Number(record, nameof(OrderPayload.Limit)),
        Measured = EngineEvents.Number(record, nameof(OrderPayload.Measured)),
        HoldSequence = EngineEvents.Field(record, nameof(OrderPayload.HoldSequence)) is "0" or ""
            ? Cell.Empty : EngineEvents.Number(record, nameof(OrderPayload.HoldSequence)),
    };
}
