namespace Engine.Core.Metrics;

/// <summary>
/// When the orders of this run came to the gateway, were written and were answered. A table by order id, made once; an
/// order that has been displaced by one that is a whole table younger is not measured any more. The gateway's thread.
/// </summary>
public sealed class OrderTimes
{
    private readonly Entry[] _orders;
    private readonly LatencyBook _book;

    /// <param name="orders">A power of two: how many orders back an answer is still measured.</param>
    public OrderTimes(LatencyBook book, int orders)
    {
        if (!int.IsPow2(orders))
            throw new ArgumentOutOfRangeException(nameof(orders), orders, "The table needs a power of two.");
        _book = book;
        _orders = new Entry[orders];
    }

    /// <summary>The order is durable and with the gateway. All times are ticks of
    /// <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    /// <param name="sequence">Of the record that requested it.</param>
    /// <param name="ingestTicks">Receive stamp of what caused it; 0 if that was no input of a source.</param>
    public void Take(long orderId, long sequence, long ingestTicks, long durableTicks) =>
        _orders[SlotOf(orderId)] = new Entry
        {
            OrderId = orderId,
            Sequence = sequence,
            Ingest = ingestTicks,
            Durable = durableTicks,
        };

    /// <summary>The venue has it.</summary>
    public void Send(long orderId, long nowTicks)
    {
        ref var order = ref _orders[SlotOf(orderId)];
        if (order.OrderId != orderId) return;

        order.Sent = nowTicks;
        if (order.Durable != 0) _book[LatencySpan.GatewayWrite].Record(order.Durable, nowTicks);
        if (order.Ingest == 0) return;
        var ns = _book[LatencySpan.TickToOrder].Record(order.Ingest, nowTicks);
        _book.TickToOrderExemplars.Record(new OrderExemplar(orderId, order.Sequence, ns, nowTicks));
    }

    public void Acknowledge(long orderId, long nowTicks)
    {
        ref var order = ref _orders[SlotOf(orderId)];
        if (order.OrderId != orderId || order.Sent == 0 || order.IsAcknowledged) return;

        order.IsAcknowledged = true;
        _book[LatencySpan.OrderToAcknowledgement].Record(order.Sent, nowTicks);
    }

    public void Fill(long orderId, long nowTicks)
    {
        ref var order = ref _orders[SlotOf(orderId)];
        if (order.OrderId != orderId || order.Sent == 0 || order.IsFilled) return;

        order.IsFilled = true;
        _book[LatencySpan.OrderToFill].Record(order.Sent, nowTicks);
    }

    private int SlotOf(long orderId) => (int)(orderId & (_orders.Length - 1));

    private struct Entry
    {
        public long OrderId;
        public long Sequence;
        public long Ingest;
        public long Durable;
        public long Sent;
        public bool IsAcknowledged;
        public bool IsFilled;
    }
}
