using Engine.Core.Events;
using Engine.Core.Orders;

namespace Engine.Core.Tests.Orders;

/// <summary>
/// The life of an order written once more, as rules about facts instead of a table of cells: what the table is compared
/// with. Facts: what was executed, whether the venue ever proved that it has the order, which requests are unanswered.
/// </summary>
internal sealed class OrderModel
{
    private long? _replacement;
    private long _replacementPrice;
    private bool _isCancelAsked;
    private long _unknownSinceNs;
    private long _changedNs;
    private VenueReason _reason;

    public OrderStatus Status { get; private set; }

    public long Quantity { get; private set; }

    public long Price { get; private set; }

    public long Executed { get; private set; }

    public long Notional { get; private set; }

    public bool IsSent { get; private set; }

    public bool IsProved { get; private set; }

    public bool IsOver =>
        Status is OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Rejected or OrderStatus.Expired;

    public ModelState State => new(
        Status, Quantity, Price, Executed, Notional, IsOver ? 0 : Math.Max(0, Most - Executed), IsSent, IsProved,
        _isCancelAsked, _replacement is not null, _reason, _changedNs, _unknownSinceNs);

    // While a replacement is unanswered either version may be in force.
    private long Most => Math.Max(Quantity, _replacement ?? 0);

    private bool IsQuiet => Status is OrderStatus.PendingNew or OrderStatus.Accepted or OrderStatus.PartiallyFilled;

    public void Begin(long quantity, long price)
    {
        (Status, Quantity, Price) = (OrderStatus.PendingNew, quantity, price);
        (Executed, Notional, IsSent, IsProved) = (0, 0, false, false);
        _replacement = null;
        (_isCancelAsked, _unknownSinceNs, _changedNs, _reason) = (false, 0, 0, VenueReason.None);
    }

    public ModelAnswer Tell(in OrderInput says)
    {
        var was = Status;
        var isExecution = says.Message is OrderMessage.ExecutionPartial or OrderMessage.ExecutionFull;
        var countsMore = !isExecution && says.CumulativeQuantity > Executed;
        var answer = says.Message switch
        {
            OrderMessage.CancelRequested or OrderMessage.ReplaceRequested => Request(in says),
            OrderMessage.Sent => Send(),
            OrderMessage.ExecutionPartial or OrderMessage.ExecutionFull => Execute(in says),
            OrderMessage.ExecutionBusted or OrderMessage.ExecutionCorrected => Restate(in says),
            _ => IsOver ? HearTooLate(says.Message) : Hear(in says),
        };
        if (answer.Code != RiskCode.Accepted) return answer;
        if (countsMore) answer = answer with { Anomaly = answer.Anomaly | OrderAnomaly.ExecutionsMissing };
        if (answer.IsIgnored) return answer;

        _changedNs = says.TimeNs;
        if (says.Reason != VenueReason.None) _reason = says.Reason;
        if (Status != OrderStatus.Unknown) _unknownSinceNs = 0;
        else if (was != OrderStatus.Unknown) _unknownSinceNs = says.TimeNs;
        return answer;
    }

    // An order that is over takes no request; an Unknown one may be canceled, to be sure; one request at a time.
    private ModelAnswer Request(in OrderInput says)
    {
        if (IsOver) return ModelAnswer.Refused(RiskCode.OrderTerminal);
        if (Status == OrderStatus.PendingCancel) return ModelAnswer.Refused(RiskCode.CancelPending);
        if (says.Message == OrderMessage.CancelRequested)
        {
            _isCancelAsked = true;
            if (Status != OrderStatus.Unknown) Status = OrderStatus.PendingCancel;
            return ModelAnswer.Applied;
        }
        if (Status == OrderStatus.PendingReplace) return ModelAnswer.Refused(RiskCode.ReplacePending);
        if (Status == OrderStatus.Unknown) return ModelAnswer.Refused(RiskCode.OrderStateUnknown);
        (_replacement, _replacementPrice) = (says.Quantity, says.LimitPrice);
        Status = OrderStatus.PendingReplace;
        return ModelAnswer.Applied;
    }

    private ModelAnswer Send()
    {
        IsSent = true;
        return ModelAnswer.Applied;
    }

    // Counts in every state, and proves that the venue has the order.
    private ModelAnswer Execute(in OrderInput says)
    {
        var odd = IsOver ? OrderAnomaly.Unexpected | OrderAnomaly.ExecutionAfterTerminal : OrderAnomaly.None;
        Executed += says.Quantity;
        Notional += says.Notional;
        IsProved = true;
        if (Executed > Most) odd |= OrderAnomaly.Overfill;
        if (Executed >= Most) End(OrderStatus.Filled);
        else if (!IsOver && Status != OrderStatus.Unknown) FollowFacts();
        return new ModelAnswer(RiskCode.Accepted, false, odd);
    }

    // What had filled the order is gone: whether the venue works the rest again only the venue knows. Where the venue
    // itself had ended the order, it stays ended.
    private ModelAnswer Restate(in OrderInput says)
    {
        var isBust = says.Message == OrderMessage.ExecutionBusted;
        if (says.TakenBackQuantity > Executed) return ModelAnswer.Refused(RiskCode.InvalidQuantity);

        var change = says.Quantity - says.TakenBackQuantity;
        Executed += change;
        Notional += says.Notional - says.TakenBackNotional;
        IsProved = true;
        var odd = change > 0 && Executed > Most ? OrderAnomaly.Overfill : OrderAnomaly.None;
        if (Status == OrderStatus.Filled && Executed < Most) Status = OrderStatus.Unknown;
        else if (IsOver || Status == OrderStatus.Unknown)
        {
            if (!isBust && Executed >= Most) End(OrderStatus.Filled);
        }
        else FollowFacts();
        return new ModelAnswer(RiskCode.Accepted, false, odd);
    }

    // Nothing but executions moves an order that is over. What an ordinary race explains is not odd: an acknowledgement
    // or the answer to a request that crossed the end, the same end once more.
    private ModelAnswer HearTooLate(OrderMessage message)
    {
        var isOdd = message switch
        {
            OrderMessage.Accepted => Status == OrderStatus.Rejected,
            OrderMessage.NotSent => Status == OrderStatus.Filled,
            OrderMessage.CancelRejected or OrderMessage.ReplaceRejected or OrderMessage.BecomeUnknown => false,
            OrderMessage.Replaced or OrderMessage.ReportedOpen => true,
            OrderMessage.ReportedFilled => Status != OrderStatus.Filled,
            OrderMessage.Canceled or OrderMessage.ReportedCanceled => Status != OrderStatus.Canceled,
            OrderMessage.Expired or OrderMessage.ReportedExpired => Status != OrderStatus.Expired,
            _ => Status != OrderStatus.Rejected, // Rejected, reported so, or never received.
        };
        return ModelAnswer.Ignored(isOdd);
    }

    private ModelAnswer Hear(in OrderInput says)
    {
        var isOdd = false;
        switch (says.Message)
        {
            case OrderMessage.Rejected or OrderMessage.ReportedRejected:
                isOdd = Status is OrderStatus.Accepted or OrderStatus.PartiallyFilled; // It had taken the order.
                End(OrderStatus.Rejected);
                break;
            case OrderMessage.Canceled or OrderMessage.ReportedCanceled:
                End(OrderStatus.Canceled);
                break;
            case OrderMessage.Expired or OrderMessage.ReportedExpired:
                End(OrderStatus.Expired);
                break;
            case OrderMessage.NotSent or OrderMessage.ReportedNotReceived:
                if (!IsProved) End(OrderStatus.Rejected);
                else Status = OrderStatus.Unknown;
                return new ModelAnswer(
                    RiskCode.Accepted, false, IsProved ? OrderAnomaly.ContradictsEvidence : OrderAnomaly.None);
            case OrderMessage.BecomeUnknown:
                if (Status == OrderStatus.Unknown) return ModelAnswer.Ignored(false);
                Status = OrderStatus.Unknown;
                break;
            case OrderMessage.ReportedFilled:
                // Its count is not ours to take: only executions fill an order.
                isOdd = says.CumulativeQuantity <= 0 || says.CumulativeQuantity != Executed;
                if (isOdd) Status = OrderStatus.Unknown;
                else End(OrderStatus.Filled);
                break;
            case OrderMessage.Accepted:
                if (Status is OrderStatus.Accepted or OrderStatus.PartiallyFilled) return ModelAnswer.Ignored(false);
                IsProved = true;
                if (Status is OrderStatus.PendingNew or OrderStatus.Unknown) FollowFacts();
                break;
            case OrderMessage.Replaced:
                isOdd = IsQuiet; // Nobody had asked for it.
                IsProved = true;
                Take(in says, _replacement ?? Quantity, _replacement is null ? Price : _replacementPrice);
                _replacement = null;
                FollowFacts();
                break;
            case OrderMessage.ReportedOpen:
                IsProved = true;
                if (Status is OrderStatus.PendingCancel or OrderStatus.PendingReplace) break; // Their own answers come.
                Take(in says, Quantity, Price);
                _replacement = null;
                _isCancelAsked = false;
                FollowFacts();
                break;
            case OrderMessage.CancelRejected:
                if (Status is not (OrderStatus.PendingCancel or OrderStatus.Unknown)) return ModelAnswer.Ignored(true);
                _isCancelAsked = false;
                if (Status != OrderStatus.Unknown) FollowFacts();
                break;
            case OrderMessage.ReplaceRejected:
                if (IsQuiet) return ModelAnswer.Ignored(true);
                _replacement = null;
                if (Status != OrderStatus.Unknown) FollowFacts();
                break;
            default:
                throw new InvalidOperationException($"No rule for {says.Message}.");
        }
        return new ModelAnswer(RiskCode.Accepted, false, isOdd ? OrderAnomaly.Unexpected : OrderAnomaly.None);
    }

    private void Take(in OrderInput says, long quantityElse, long priceElse)
    {
        Quantity = says.Quantity > 0 ? says.Quantity : quantityElse;
        Price = says.LimitPrice != FixedPoint.Absent ? says.LimitPrice : priceElse;
    }

    // More executed than the order was for: the larger version was in force.
    private void End(OrderStatus status)
    {
        Status = status;
        if (Executed > Quantity) Quantity = Most;
        _replacement = null;
        _isCancelAsked = false;
    }

    private void FollowFacts()
    {
        if (Executed >= Most) End(OrderStatus.Filled);
        else if (Status == OrderStatus.Unknown && (_isCancelAsked || _replacement is not null)) return;
        else if (_isCancelAsked) Status = OrderStatus.PendingCancel;
        else if (_replacement is not null) Status = OrderStatus.PendingReplace;
        else if (Executed > 0) Status = OrderStatus.PartiallyFilled;
        else Status = IsProved ? OrderStatus.Accepted : OrderStatus.PendingNew;
    }
}
