using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Pipeline.Logic;

namespace Engine.Core.Replay;

/// <summary>
/// An order of another at the venue, for people. Quantities and prices in the exponents of its instrument.
/// </summary>
public sealed record ForeignFigures(
    long VenueOrderId, int InstrumentId, Side Side, OrderType Type, TimeInForce TimeInForce, OrderStatus Status,
    long Quantity, long FilledQuantity, long LimitPrice, long FirstSeenNs, long LastSeenNs, string Reference,
    int ClientId, bool IsUnderOurId)
{
    /// <summary>In the order of being seen first.</summary>
    public static IReadOnlyList<ForeignFigures> OfAll(LogicView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var found = new List<ForeignFigures>();
        for (var slot = 0; slot < view.ForeignOrders.SlotCount && found.Count < view.ForeignOrders.Count; slot++)
        {
            ref readonly var order = ref view.ForeignOrders.AtSlot(slot);
            if (order.VenueOrderId != 0) found.Add(Of(in order));
        }
        found.Sort((left, right) =>
            (left.FirstSeenNs, left.VenueOrderId).CompareTo((right.FirstSeenNs, right.VenueOrderId)));
        return found;
    }

    private static ForeignFigures Of(in ForeignOrderState order) => new(
        order.VenueOrderId, order.InstrumentId, order.Side, order.Type, order.TimeInForce, order.Status, order.Quantity,
        order.CumulativeQuantity, order.LimitPrice, order.FirstSeenNs, order.LastSeenNs, order.Reference.ToString(),
        order.ClientId, order.IsUnderOurId != 0);
}
