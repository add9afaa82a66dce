using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Orders;

namespace Engine.Core.Strategies.Reference;

/// <summary>
/// Keeps to one working order: remembers it from the request to its end, cancels it when it works for too long, and
/// pauses after each, so that a denial or a reject is not answered with the same request at once.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct OrderSlot
{
    public const int SizeInBytes = 24;

    /// <summary>0 if no order is working.</summary>
    [FieldOffset(0)] public long OrderId;

    /// <summary>Engine time of the request, or of the last cancel request.</summary>
    [FieldOffset(8)] public long SinceNs;

    [FieldOffset(16)] public long PausedUntilNs;

    public readonly bool IsBusy => OrderId != 0;

    public readonly bool IsReady(long nowNs) => OrderId == 0 && nowNs >= PausedUntilNs;

    /// <summary>The order has worked for as long as it may: time to cancel it, or to ask again.</summary>
    public readonly bool IsOverdue(long nowNs, long orderTimeoutNs) =>
        OrderId != 0 && nowNs - SinceNs >= orderTimeoutNs;

    public void Begin(long orderId, long nowNs)
    {
        OrderId = orderId;
        SinceNs = nowNs;
    }

    public void End(long nowNs, long pauseNs)
    {
        OrderId = 0;
        PausedUntilNs = nowNs + pauseNs;
    }

    /// <summary>True if the news ends the order in the slot.</summary>
    public readonly bool IsEndedBy(long orderId, OrderStatus status) =>
        OrderId == orderId && orderId != 0 && OrderState.IsTerminalStatus(status);

    /// <summary>
    /// True if the denial ends the order in the slot: the order itself was denied, not a cancel or replace.
    /// </summary>
    public readonly bool IsEndedBy(StrategyContext context, in OrderPayload denied)
    {
        if (OrderId != denied.OrderId || OrderId == 0) return false;

        ref readonly var order = ref context.Orders.Find(OrderId, out var found);
        return !found || !order.IsWorking;
    }
}
