using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>
/// Makes an order fit tick and lot without making it more aggressive or larger: the price of a buy goes down, that of a
/// sell up, the quantity toward zero. What cannot be rounded stays as it is, for the checks to deny.
/// </summary>
public static class OrderRounding
{
    /// <summary>True if anything was changed.</summary>
    public static bool TryRound(ref OrderPayload order, Side side, OrderType type, long tickSize, long lotSize)
    {
        var isRounded = false;
        if (OrderTypeTable.HasLimit(type) && order.LimitPrice > 0 && tickSize > 1)
        {
            var offTick = order.LimitPrice % tickSize;
            var isUp = side == Side.Sell;
            var price = order.LimitPrice - offTick;
            if (offTick != 0 && isUp && price <= long.MaxValue - tickSize) price += tickSize;
            if (offTick != 0 && price > 0)
            {
                order.LimitPrice = price;
                isRounded = true;
            }
        }
        if (lotSize > 1 && order.Quantity >= lotSize && order.Quantity % lotSize != 0)
        {
            order.Quantity -= order.Quantity % lotSize;
            isRounded = true;
        }
        return isRounded;
    }
}
