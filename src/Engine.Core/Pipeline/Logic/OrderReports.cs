using Engine.Core.Events;
using Engine.Core.Orders;

namespace Engine.Core.Pipeline.Logic;

/// <summary>Which message to the order state machine a report of venue or gateway stands for.</summary>
internal static class OrderReports
{
    public static bool TryMessageOf(in EngineEvent e, out OrderMessage message)
    {
        message = e.Kind switch
        {
            EventKind.OrderSent => OrderMessage.Sent,
            EventKind.OrderAccepted => OrderMessage.Accepted,
            EventKind.OrderRejected => OrderMessage.Rejected,
            EventKind.OrderCanceled => OrderMessage.Canceled,
            EventKind.OrderExpired => OrderMessage.Expired,
            EventKind.OrderReplaced => OrderMessage.Replaced,
            EventKind.CancelRejected => OrderMessage.CancelRejected,
            EventKind.ReplaceRejected => OrderMessage.ReplaceRejected,
            EventKind.OrderNotSent => OrderMessage.NotSent,
            _ => OrderMessage.ReportedOpen,
        };
        return message != OrderMessage.ReportedOpen;
    }
}
