using System.Text;
using Engine.Core.Events;

namespace Engine.Core.Orders;

/// <summary>
/// The life of an order as a table of status and message. Three rules stand behind every cell: executions count in
/// every status and no status overrides them; a terminal order never works again, unless the venue takes back what had
/// filled it; what is not known is Unknown, never guessed. docs/ARCHITECTURE.md shows the same table, written by
/// <see cref="ToMarkdown"/>.
/// </summary>
public static class OrderStateMachine
{
    private static readonly OrderStatus[] AllStatuses =
    [
        OrderStatus.PendingNew, OrderStatus.Accepted, OrderStatus.PartiallyFilled, OrderStatus.PendingCancel,
        OrderStatus.PendingReplace, OrderStatus.Filled, OrderStatus.Canceled, OrderStatus.Rejected, OrderStatus.Expired,
        OrderStatus.Unknown,
    ];

    private static readonly OrderMessage[] AllMessages = Enum.GetValues<OrderMessage>();

    // "=" stay, "-" ignore, "x" refuse, "S" settle, "R?" rejected unless proved, "F?" filled if the executions
    // cover it; "U?" unknown if the executions no longer make it up, "W?" filled if they now do; PC PR F C R E U are
    // statuses;
    // "!" marks what does not belong there. A late message of an ordinary race (an acknowledgement after the fill, a
    // cancel that came too late) is ignored without mark; one that contradicts what the venue said before is marked.
    private static readonly string[] Rows =
    [
        //                    PendNew Accept PartFi PendCa PendRe Filled Cancel Reject Expire Unknown
        "Sent                 =       =      =      =      =      =      =      =      =      =",
        "Accepted             S       -      -      =      =      -      -      -!     -      S",
        "Rejected             R       R!     R!     R      R      -!     -!     -      -!     R",
        "ExecutionPartial     S       S      S      S      S      =!     =!     =!     =!     =",
        "ExecutionFull        F       F      F      F      F      =!     F!     F!     F!     F",
        "Canceled             C       C      C      C      C      -!     -      -!     -!     C",
        "Expired              E       E      E      E      E      -!     -!     -!     -      E",
        "Replaced             S!      S!     S!     S      S      -!     -!     -!     -!     S",
        "CancelRejected       -!      -!     -!     S      -!     -      -      -      -      =",
        "ReplaceRejected      -!      -!     -!     S      S      -      -      -      -      =",
        "CancelRequested      PC      PC     PC     x      PC     x      x      x      x      =",
        "ReplaceRequested     PR      PR     PR     x      x      x      x      x      x      x",
        "BecomeUnknown        U       U      U      U      U      -      -      -      -      -",
        "NotSent              R?      R?     R?     R?     R?     -!     -      -      -      R?",
        "ReportedOpen         S       S      S      =      =      -!     -!     -!     -!     S",
        "ReportedFilled       F?      F?     F?     F?     F?     -      -!     -!     -!     F?",
        "ReportedCanceled     C       C      C      C      C      -!     -      -!     -!     C",
        "ReportedRejected     R       R!     R!     R      R      -!     -!     -      -!     R",
        "ReportedExpired      E       E      E      E      E      -!     -!     -!     -      E",
        "ReportedNotReceived  R?      R?     R?     R?     R?     -!     -!     -      -!     R?",
        "ExecutionBusted      S       S      S      S      S      U?     =      =      =      =",
        "ExecutionCorrected   S       S      S      S      S      U?     W?     W?     W?     W?",
    ];

    private static readonly OrderTransition[] Cells = ParseRows();

    public static ReadOnlySpan<OrderStatus> Statuses => AllStatuses;

    public static ReadOnlySpan<OrderMessage> Messages => AllMessages;

    /// <summary>By message, then by status.</summary>
    internal static ReadOnlySpan<OrderTransition> Table => Cells;

    /// <exception cref="IndexOutOfRangeException">There is no such row or column.</exception>
    public static OrderTransition CellOf(OrderStatus status, OrderMessage message) => Cells[IndexOf(status, message)];

    /// <summary>
    /// Applies a message, or changes nothing and says why. An execution is classed as partial or full here, by
    /// quantities: the message only says that it is one.
    /// </summary>
    public static OrderChange Apply(ref OrderState order, in OrderInput input) => Apply(ref order, in input, Cells);

    /// <summary>The same by another table: a test changes cells and must notice.</summary>
    internal static OrderChange Apply(
        ref OrderState order, in OrderInput input, ReadOnlySpan<OrderTransition> cells)
    {
        var from = order.Status;
        var message = ClassOf(in order, in input);
        var cell = cells[IndexOf(from, message)];
        var anomaly = cell.IsAnomaly ? OrderAnomaly.Unexpected : OrderAnomaly.None;

        if (cell.Target == OrderTarget.Refuse) return new(RefusalCodeOf(in order), from, from, anomaly, false);
        if (input.CumulativeQuantity > order.CumulativeQuantity && !IsExecution(message))
            anomaly |= OrderAnomaly.ExecutionsMissing;
        if (cell.Target == OrderTarget.Ignore) return new(RiskCode.Accepted, from, from, anomaly, true);

        var code = Perform(ref order, message, in input, ref anomaly);
        if (code != RiskCode.Accepted) return new(code, from, from, anomaly, false);

        order.Status = Resolve(in order, in input, cell.Target, ref anomaly);
        if (order.IsTerminal) End(ref order);
        if (order.Status != OrderStatus.Unknown) order.UnknownSinceNs = 0;
        else if (from != OrderStatus.Unknown) order.UnknownSinceNs = input.TimeNs;
        if (input.Reason != VenueReason.None) order.Reason = input.Reason;
        order.LastChangeTimeNs = input.TimeNs;
        return new(RiskCode.Accepted, from, order.Status, anomaly, false);
    }

    /// <summary>Accepted if a cancel or replacement may be requested now, else why not. Changes nothing.</summary>
    public static RiskCode RefusalOf(in OrderState order, OrderMessage request)
    {
        if (order.Status == OrderStatus.None) return RiskCode.UnknownOrder;
        return CellOf(order.Status, request).Target == OrderTarget.Refuse ? RefusalCodeOf(in order) : RiskCode.Accepted;
    }

    /// <summary>The table as docs/ARCHITECTURE.md shows it.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder("| Message |");
        foreach (var status in AllStatuses) text.Append(' ').Append(status).Append(" |");
        text.Append("\n|---|");
        foreach (var _ in AllStatuses) text.Append("---|");
        foreach (var message in AllMessages)
        {
            text.Append("\n| ").Append(message).Append(" |");
            foreach (var status in AllStatuses)
            {
                var cell = CellOf(status, message);
                text.Append(' ').Append(cell.Target).Append(cell.IsAnomaly ? " (!)" : "").Append(" |");
            }
        }
        return text.Append('\n').ToString();
    }

    private static bool IsExecution(OrderMessage message) =>
        message is OrderMessage.ExecutionPartial or OrderMessage.ExecutionFull;

    // More than the order was for proves that the larger version pending was in force: a bust must not forget it.
    private static void End(ref OrderState order)
    {
        if (order.CumulativeQuantity > order.Quantity) order.Quantity = order.QuantityMax;
        order.Flags &= ~(OrderFlags.CancelPending | OrderFlags.ReplacePending | OrderFlags.CancelWanted);
    }

    // Full against the larger version while a replacement is pending: the venue may have taken it already.
    private static OrderMessage ClassOf(in OrderState order, in OrderInput input)
    {
        if (!IsExecution(input.Message)) return input.Message;

        var isFull = (Int128)order.CumulativeQuantity + input.Quantity >= order.QuantityMax;
        return isFull ? OrderMessage.ExecutionFull : OrderMessage.ExecutionPartial;
    }

    // Checks everything before it changes anything.
    private static RiskCode Perform(
        ref OrderState order, OrderMessage message, in OrderInput input, ref OrderAnomaly anomaly)
    {
        switch (message)
        {
            case OrderMessage.Sent:
                order.Flags |= OrderFlags.Sent;
                return RiskCode.Accepted;
            case OrderMessage.Accepted:
                order.Flags |= OrderFlags.Acknowledged;
                return RiskCode.Accepted;
            case OrderMessage.ExecutionPartial or OrderMessage.ExecutionFull:
                return CountExecution(ref order, in input, ref anomaly);
            case OrderMessage.ExecutionBusted or OrderMessage.ExecutionCorrected:
                return RestateExecution(ref order, message, in input, ref anomaly);
            case OrderMessage.Replaced:
                Adopt(ref order, in input, isReplacement: true);
                order.Flags = (order.Flags | OrderFlags.Acknowledged) & ~OrderFlags.ReplacePending;
                return RiskCode.Accepted;
            case OrderMessage.CancelRejected:
                order.Flags &= ~OrderFlags.CancelPending;
                return RiskCode.Accepted;
            case OrderMessage.ReplaceRejected:
                order.Flags &= ~OrderFlags.ReplacePending;
                return RiskCode.Accepted;
            case OrderMessage.CancelRequested:
                order.Flags = (order.Flags | OrderFlags.CancelPending) & ~OrderFlags.CancelWanted;
                return RiskCode.Accepted;
            case OrderMessage.ReplaceRequested:
                return StoreReplacement(ref order, in input);
            case OrderMessage.ReportedOpen:
                AdoptOpenReport(ref order, in input);
                return RiskCode.Accepted;
            default:
                return RiskCode.Accepted;
        }
    }

    private static RiskCode CountExecution(ref OrderState order, in OrderInput input, ref OrderAnomaly anomaly)
    {
        if (input.Quantity <= 0) return RiskCode.InvalidQuantity;

        var cumulative = (Int128)order.CumulativeQuantity + input.Quantity;
        var notional = (Int128)order.FilledNotional + input.Notional;
        if (cumulative > long.MaxValue || notional > long.MaxValue || notional <= long.MinValue)
            return RiskCode.Overflow;

        if (order.IsTerminal) anomaly |= OrderAnomaly.ExecutionAfterTerminal;
        if (cumulative > order.QuantityMax) anomaly |= OrderAnomaly.Overfill;
        order.CumulativeQuantity = (long)cumulative;
        order.FilledNotional = (long)notional;
        order.Flags |= OrderFlags.Acknowledged;
        return RiskCode.Accepted;
    }

    private static RiskCode RestateExecution(
        ref OrderState order, OrderMessage message, in OrderInput input, ref OrderAnomaly anomaly)
    {
        var isBust = message == OrderMessage.ExecutionBusted;
        if (input.TakenBackQuantity <= 0 || input.TakenBackQuantity > order.CumulativeQuantity)
            return RiskCode.InvalidQuantity;
        if (isBust ? input.Quantity != 0 : input.Quantity <= 0) return RiskCode.InvalidQuantity;

        var cumulative = (Int128)order.CumulativeQuantity - input.TakenBackQuantity + input.Quantity;
        var notional = (Int128)order.FilledNotional - input.TakenBackNotional + input.Notional;
        if (cumulative > long.MaxValue || notional > long.MaxValue || notional <= long.MinValue)
            return RiskCode.Overflow;

        if (cumulative > order.QuantityMax && cumulative > order.CumulativeQuantity) anomaly |= OrderAnomaly.Overfill;
        order.CumulativeQuantity = (long)cumulative;
        order.FilledNotional = (long)notional;
        order.Flags |= OrderFlags.Acknowledged;
        return RiskCode.Accepted;
    }

    private static RiskCode StoreReplacement(ref OrderState order, in OrderInput input)
    {
        if (input.Quantity <= 0) return RiskCode.InvalidQuantity;

        order.PendingLimitPrice = input.LimitPrice;
        order.PendingQuantity = input.Quantity;
        order.Flags |= OrderFlags.ReplacePending;
        return RiskCode.Accepted;
    }

    // A pending cancel or replacement is waiting for its own answer, and the report may be older than that. For an
    // Unknown order the report is the answer: what was on its way when the connection broke has not arrived.
    private static void AdoptOpenReport(ref OrderState order, in OrderInput input)
    {
        order.Flags |= OrderFlags.Acknowledged;
        if (order.Status is OrderStatus.PendingCancel or OrderStatus.PendingReplace) return;

        Adopt(ref order, in input, isReplacement: false);
        order.Flags &= ~(OrderFlags.CancelPending | OrderFlags.ReplacePending);
    }

    private static void Adopt(ref OrderState order, in OrderInput input, bool isReplacement)
    {
        var isOurs = isReplacement && order.IsReplacePending;
        if (input.Quantity > 0) order.Quantity = input.Quantity;
        else if (isOurs) order.Quantity = order.PendingQuantity;

        if (input.LimitPrice != FixedPoint.Absent) order.LimitPrice = input.LimitPrice;
        else if (isOurs) order.LimitPrice = order.PendingLimitPrice;
    }

    private static OrderStatus Resolve(
        in OrderState order, in OrderInput input, OrderTarget target, ref OrderAnomaly anomaly)
    {
        switch (target)
        {
            case OrderTarget.Stay: return order.Status;
            case OrderTarget.Settle: return Settle(in order);
            case OrderTarget.PendingCancel: return OrderStatus.PendingCancel;
            case OrderTarget.PendingReplace: return OrderStatus.PendingReplace;
            case OrderTarget.Filled: return OrderStatus.Filled;
            case OrderTarget.Canceled: return OrderStatus.Canceled;
            case OrderTarget.Rejected: return OrderStatus.Rejected;
            case OrderTarget.Expired: return OrderStatus.Expired;
            case OrderTarget.Unknown: return OrderStatus.Unknown;
            case OrderTarget.RejectUnlessProved when !order.IsAcknowledged: return OrderStatus.Rejected;
            case OrderTarget.RejectUnlessProved:
                anomaly |= OrderAnomaly.ContradictsEvidence;
                return OrderStatus.Unknown;
            case OrderTarget.UnknownIfShort: return IsWhole(in order) ? OrderStatus.Filled : OrderStatus.Unknown;
            case OrderTarget.FilledIfWhole: return IsWhole(in order) ? OrderStatus.Filled : order.Status;
            case OrderTarget.FilledIfCovered when IsCovered(in order, in input): return OrderStatus.Filled;
            case OrderTarget.FilledIfCovered:
                anomaly |= OrderAnomaly.Unexpected;
                return OrderStatus.Unknown;
            default: throw new InvalidOperationException($"Order {order.OrderId}: no status for target {target}.");
        }
    }

    // A replacement to more that never arrived leaves the order short of its larger version for ever; that the venue
    // counts exactly what was executed, and is done with it, proves that nothing is to come.
    private static bool IsCovered(in OrderState order, in OrderInput input) =>
        input.CumulativeQuantity > 0 && input.CumulativeQuantity == order.CumulativeQuantity;

    private static bool IsWhole(in OrderState order) => order.CumulativeQuantity >= order.QuantityMax;

    private static OrderStatus Settle(in OrderState order)
    {
        if (IsWhole(in order)) return OrderStatus.Filled;

        // An answer to something else, said before the connection broke, leaves open whether a cancel or replacement
        // arrived. Taken for pending again, one that was lost would be waited for in vain, for ever.
        if (order.Status == OrderStatus.Unknown && (order.IsCancelPending || order.IsReplacePending))
            return OrderStatus.Unknown;
        if (order.IsCancelPending) return OrderStatus.PendingCancel;
        if (order.IsReplacePending) return OrderStatus.PendingReplace;
        if (order.CumulativeQuantity > 0) return OrderStatus.PartiallyFilled;
        return order.IsAcknowledged ? OrderStatus.Accepted : OrderStatus.PendingNew;
    }

    private static RiskCode RefusalCodeOf(in OrderState order) => order.Status switch
    {
        OrderStatus.PendingCancel => RiskCode.CancelPending,
        OrderStatus.PendingReplace => RiskCode.ReplacePending,
        OrderStatus.Unknown => RiskCode.OrderStateUnknown,
        _ => RiskCode.OrderTerminal,
    };

    private static int IndexOf(OrderStatus status, OrderMessage message) =>
        ((int)message * AllStatuses.Length) + (int)status - (int)OrderStatus.PendingNew;

    private static OrderTransition[] ParseRows()
    {
        var cells = new OrderTransition[AllMessages.Length * AllStatuses.Length];
        foreach (var row in Rows)
        {
            var tokens = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var message = Enum.Parse<OrderMessage>(tokens[0]);
            for (var i = 0; i < AllStatuses.Length; i++)
                cells[IndexOf(AllStatuses[i], message)] = ParseCell(tokens[i + 1]);
        }
        return cells;
    }

    private static OrderTransition ParseCell(string token)
    {
        var isAnomaly = token.EndsWith('!');
        var target = token.TrimEnd('!') switch
        {
            "=" => OrderTarget.Stay,
            "-" => OrderTarget.Ignore,
            "x" => OrderTarget.Refuse,
            "S" => OrderTarget.Settle,
            "R?" => OrderTarget.RejectUnlessProved,
            "F?" => OrderTarget.FilledIfCovered,
            "U?" => OrderTarget.UnknownIfShort,
            "W?" => OrderTarget.FilledIfWhole,
            "PC" => OrderTarget.PendingCancel,
            "PR" => OrderTarget.PendingReplace,
            "F" => OrderTarget.Filled,
            "C" => OrderTarget.Canceled,
            "R" => OrderTarget.Rejected,
            "E" => OrderTarget.Expired,
            "U" => OrderTarget.Unknown,
            _ => throw new InvalidOperationException($"Cell '{token}' has no meaning."),
        };
        return new OrderTransition(target, isAnomaly);
    }
}
