using Engine.Core.Events;
using Engine.Core.Orders;

namespace Engine.Core.Tests.Orders;

/// <summary>Everything about an order that the model predicts.</summary>
internal readonly record struct ModelState(
    OrderStatus Status, long Quantity, long Price, long Executed, long Notional, long WorstLeaves, bool IsSent,
    bool IsProved, bool IsCancelPending, bool IsReplacePending, VenueReason Reason, long ChangedNs, long UnknownSinceNs)
{
    public static ModelState Of(in OrderState order) => new(
        order.Status, order.Quantity, order.LimitPrice, order.CumulativeQuantity, order.FilledNotional,
        order.WorstCaseLeaves, order.IsSent, order.IsAcknowledged, order.IsCancelPending, order.IsReplacePending,
        order.Reason, order.LastChangeTimeNs, order.UnknownSinceNs);
}
