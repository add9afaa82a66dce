using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>What makes two intents identical: strategy, instrument, side, type, price and quantity.</summary>
internal readonly struct IntentKey
{
    private IntentKey(int strategyId, int instrumentId, Side side, OrderType type, long price, long quantity)
    {
        Head = ((long)strategyId << 48) | ((long)side << 40) | ((long)type << 32) | (uint)instrumentId;
        Price = price;
        Quantity = quantity;
        Hash = StateDigest.Append(StateDigest.Append(StateDigest.Append(0, (ulong)Head), (ulong)price),
            (ulong)quantity);
    }

    public long Head { get; }

    public long Price { get; }

    public long Quantity { get; }

    public ulong Hash { get; }

    public static IntentKey Of(in OrderPayload order, in RiskInputs inputs) =>
        new(inputs.StrategyId, inputs.InstrumentId, order.Side, order.Type, order.LimitPrice, order.Quantity);

    public static IntentKey Of(in OrderState order) =>
        new(order.StrategyId, order.InstrumentId, order.Side, order.Type, order.LimitPrice, order.Quantity);
}
