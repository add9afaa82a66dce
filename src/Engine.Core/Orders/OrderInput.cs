using Engine.Core.Events;

namespace Engine.Core.Orders;

/// <summary>A message to one order with what it carries. Only the fields that the message names are read.</summary>
public readonly record struct OrderInput
{
    public OrderMessage Message { get; init; }

    public long TimeNs { get; init; }

    /// <summary>
    /// Executions: what was executed. ExecutionCorrected: what it is now. ReplaceRequested: the new total.
    /// Replaced, ReportedOpen: the total that the venue
    /// holds, 0 if it does not say.
    /// </summary>
    public long Quantity { get; init; }

    /// <summary>
    /// ReplaceRequested, Replaced, ReportedOpen: the limit; <see cref="FixedPoint.Absent"/> if not said.
    /// </summary>
    public long LimitPrice { get; init; }

    /// <summary>What the venue says was executed in total, 0 if it does not say. Never changes the order.</summary>
    public long CumulativeQuantity { get; init; }

    /// <summary>Executions: price x quantity x multiplier, money.</summary>
    public long Notional { get; init; }

    /// <summary>ExecutionBusted, ExecutionCorrected: what the execution counted so far.</summary>
    public long TakenBackQuantity { get; init; }

    /// <summary>ExecutionBusted, ExecutionCorrected: its part of the notional so far, money.</summary>
    public long TakenBackNotional { get; init; }

    public VenueReason Reason { get; init; }

    public static OrderInput Of(OrderMessage message, long timeNs, VenueReason reason = VenueReason.None) =>
        new() { Message = message, TimeNs = timeNs, Reason = reason, LimitPrice = FixedPoint.Absent };

    /// <summary>Whether it is partial or full is found out when it is applied.</summary>
    public static OrderInput Execution(long quantity, long notional, long timeNs) =>
        new()
        {
            Message = OrderMessage.ExecutionPartial,
            TimeNs = timeNs,
            Quantity = quantity,
            Notional = notional,
            LimitPrice = FixedPoint.Absent,
        };

    /// <summary>An execution counts otherwise from now on: as nothing, or as another quantity or price.</summary>
    public static OrderInput Restatement(
        long takenBackQuantity, long takenBackNotional, long quantity, long notional, long timeNs) =>
        new()
        {
            Message = quantity == 0 ? OrderMessage.ExecutionBusted : OrderMessage.ExecutionCorrected,
            TimeNs = timeNs,
            TakenBackQuantity = takenBackQuantity,
            TakenBackNotional = takenBackNotional,
            Quantity = quantity,
            Notional = notional,
            LimitPrice = FixedPoint.Absent,
        };

    public static OrderInput ReplaceRequested(long limitPrice, long quantity, long timeNs) =>
        new()
        {
            Message = OrderMessage.ReplaceRequested,
            TimeNs = timeNs,
            Quantity = quantity,
            LimitPrice = limitPrice,
        };

    /// <summary>A message of the venue with all that its report says.</summary>
    public static OrderInput FromReport(OrderMessage message, in OrderReportPayload report, long timeNs) =>
        new()
        {
            Message = message,
            TimeNs = timeNs,
            Quantity = report.Quantity,
            LimitPrice = report.LimitPrice,
            CumulativeQuantity = report.CumulativeQuantity,
            Reason = report.Reason,
        };
}
