using Engine.Core.Events;
using Engine.Core.Orders;

namespace Engine.Core.Tests.Orders;

/// <summary>Random messages to one order: any message at any time, with whatever it may carry.</summary>
internal struct OrderHistory(ulong seed)
{
    public const long OrderQuantity = 100;
    public const long OrderPrice = 50;
    private const int StepsMin = 4;
    private const int StepsRange = 20;

    private ulong _state = seed;
    private long _timeNs = 1;

    public int NextLength() => StepsMin + Below(StepsRange);

    public static OrderState NewOrder() => new()
    {
        OrderId = 1,
        Side = Side.Buy,
        Status = OrderStatus.PendingNew,
        Quantity = OrderQuantity,
        LimitPrice = OrderPrice,
    };

    public OrderInput Next(OrderModel model)
    {
        var message = OrderStateMachine.Messages[Below(OrderStateMachine.Messages.Length)];
        var isRestatement = message is OrderMessage.ExecutionBusted or OrderMessage.ExecutionCorrected;
        var mayBeSilent = message is OrderMessage.Replaced or OrderMessage.ReportedOpen;
        return new OrderInput
        {
            Message = message,
            TimeNs = ++_timeNs,
            Quantity = message == OrderMessage.ExecutionBusted ? 0
                : mayBeSilent && Below(2) == 0 ? 0 : (1 + Below(6)) * 25,
            LimitPrice = Below(3) == 0 ? FixedPoint.Absent : 40 + Below(4),
            Notional = message == OrderMessage.ExecutionBusted ? 0 : 1 + Below(1_000),
            TakenBackQuantity = !isRestatement ? 0 : Below(3) == 0 ? Math.Max(model.Executed, 25) : (1 + Below(3)) * 25,
            TakenBackNotional = isRestatement ? Below(500) : 0,
            CumulativeQuantity = Below(3) == 0 ? model.Executed : Below(4) == 0 ? Below(8) * 25 : 0,
            Reason = Below(4) == 0 ? (VenueReason)(1 + Below(17)) : VenueReason.None,
        };
    }

    // SplitMix64.
    private int Below(int bound)
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (int)((UInt128)z * (uint)bound >> 64);
    }
}
