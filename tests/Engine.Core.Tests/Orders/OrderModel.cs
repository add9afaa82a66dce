using Engine.Core.Events;
using Engine.Core.Orders;

namespace Engine.Core.Tests.Orders;

/// <summary>
/// The life of an order written once more, as rules instead of a table: what the table is compared with.
/// </summary>
internal sealed class OrderModel(long quantity)
{
    public OrderStatus Status { get; private set; } = OrderStatus.PendingNew;

    public long Quantity { get; private set; } = quantity;

    public long Executed { get; private set; }

    public bool IsSent { get; private set; }

    public bool IsProved { get; private set; }

    private long? _replacement;
    private bool _isCancelAsked;

    public long WorstLeaves => IsOver ? 0 : Math.Max(0, Most - Executed);

    public bool IsOver =>
        Status is OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Rejected or OrderStatus.Expired;

    private long Most => Math.Max(Quantity, _replacement ?? 0);

    /// <summary>False if it is a request that must be refused.</summary>
    public bool Tell(in OrderInput input)
    {
        switch (input.Message)
        {
            case OrderMessage.CancelRequested:
                if (IsOver || Status == OrderStatus.PendingCancel) return false;
                _isCancelAsked = true;
                if (Status != OrderStatus.Unknown) Status = OrderStatus.PendingCancel;
                return true;
            case OrderMessage.ReplaceRequested:
                if (Status is not (OrderStatus.PendingNew or OrderStatus.Accepted or OrderStatus.PartiallyFilled))
                    return false;
                _replacement = input.Quantity;
                Status = OrderStatus.PendingReplace;
                return true;
            case OrderMessage.Sent:
                IsSent = true;
                return true;
            case OrderMessage.ExecutionPartial or OrderMessage.ExecutionFull:
                Execute(input.Quantity);
                return true;
            default:
                if (!IsOver) TellWorking(in input);
                return true;
        }
    }

    private void Execute(long quantity)
    {
        Executed += quantity;
        IsProved = true;
        if (Executed >= Most) End(OrderStatus.Filled);
        else if (!IsOver && Status != OrderStatus.Unknown) FollowFacts();
    }

    private void TellWorking(in OrderInput input)
    {
        switch (input.Message)
        {
            case OrderMessage.Rejected or OrderMessage.ReportedRejected:
                End(OrderStatus.Rejected);
                break;
            case OrderMessage.Canceled or OrderMessage.ReportedCanceled:
                End(OrderStatus.Canceled);
                break;
            case OrderMessage.Expired or OrderMessage.ReportedExpired:
                End(OrderStatus.Expired);
                break;
            case OrderMessage.NotSent or OrderMessage.ReportedNotReceived:
                if (IsProved) Status = OrderStatus.Unknown;
                else End(OrderStatus.Rejected);
                break;
            case OrderMessage.BecomeUnknown or OrderMessage.ReportedFilled:
                Status = OrderStatus.Unknown;
                break;
            case OrderMessage.Accepted:
                IsProved = true;
                if (Status is OrderStatus.PendingNew or OrderStatus.Unknown) FollowFacts();
                break;
            case OrderMessage.Replaced:
                IsProved = true;
                Quantity = input.Quantity > 0 ? input.Quantity : _replacement ?? Quantity;
                _replacement = null;
                FollowFacts();
                break;
            case OrderMessage.ReportedOpen:
                IsProved = true;
                if (Status is OrderStatus.PendingCancel or OrderStatus.PendingReplace) break;
                if (input.Quantity > 0) Quantity = input.Quantity;
                _replacement = null;
                _isCancelAsked = false;
                FollowFacts();
                break;
            case OrderMessage.CancelRejected when Status is OrderStatus.PendingCancel or OrderStatus.Unknown:
                _isCancelAsked = false;
                if (Status != OrderStatus.Unknown) FollowFacts();
                break;
            case OrderMessage.ReplaceRejected when _replacement is not null:
                _replacement = null;
                if (Status != OrderStatus.Unknown) FollowFacts();
                break;
        }
    }

    private void End(OrderStatus status)
    {
        Status = status;
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
