using Engine.Core.Pipeline.Logic;

namespace Engine.Core.Replay;

/// <summary>
/// Orders and positions at one sequence. Taken by the follower while somebody asks for it, because it costs more than a
/// status.
/// </summary>
public sealed record DetailPicture
{
    /// <summary>Orders in one picture: working ones first, then the newest of those that are over.</summary>
    public const int OrdersMax = 4_096;

    public required long Sequence { get; init; }

    public required long EngineTimeNs { get; init; }

    /// <summary>When it was taken, by <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public required long TakenTicks { get; init; }

    /// <summary>Orders that are over are in it too.</summary>
    public required bool HasClosed { get; init; }

    /// <summary>There are more orders than it holds.</summary>
    public required bool IsCut { get; init; }

    /// <summary>Ascending by id.</summary>
    public required IReadOnlyList<OrderFigures> Orders { get; init; }

    /// <summary>Orders of others at the venue, in the order of being seen first.</summary>
    public required IReadOnlyList<ForeignFigures> ForeignOrders { get; init; }

    /// <summary>Executions that belong to no order known, oldest first.</summary>
    public required IReadOnlyList<UnattributedFigures> Unattributed { get; init; }

    public required IReadOnlyList<PositionFigures> Positions { get; init; }

    /// <summary>Who the positions belong to.</summary>
    public required IReadOnlyList<ShareFigures> Shares { get; init; }

    /// <summary>Reads a chain that is at rest on the caller's thread.</summary>
    public static DetailPicture Of(LogicChain chain, bool withClosed, long takenTicks)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var orders = new List<OrderFigures>();
        var isCut = AddWorking(chain.View, orders);
        if (withClosed && !isCut) isCut = AddClosed(chain.View, orders);
        return new DetailPicture
        {
            Sequence = chain.Cursor.LastSequence,
            EngineTimeNs = chain.EngineTimeNs,
            TakenTicks = takenTicks,
            HasClosed = withClosed,
            IsCut = isCut,
            Orders = orders,
            ForeignOrders = ForeignFigures.OfAll(chain.View),
            Unattributed = UnattributedFigures.OfAll(chain.View),
            Positions = PositionFigures.OfAll(chain.View),
            Shares = ShareFigures.OfAll(chain.View),
        };
    }

    private static bool AddWorking(LogicView view, List<OrderFigures> orders)
    {
        foreach (ref readonly var order in view.Orders.Working)
        {
            if (orders.Count == OrdersMax) return true;
            orders.Add(OrderFigures.Of(in order, view.OrderTerms));
        }
        return false;
    }

    private static bool AddClosed(LogicView view, List<OrderFigures> orders)
    {
        var ids = new List<long>();
        for (var slot = 0; slot < view.Orders.SlotCount; slot++)
        {
            ref readonly var order = ref view.Orders.AtSlot(slot);
            if (order.OrderId != 0 && order.IsTerminal) ids.Add(order.OrderId);
        }
        ids.Sort();
        var room = OrdersMax - orders.Count;
        var first = Math.Max(0, ids.Count - room);
        for (var i = first; i < ids.Count; i++)
            orders.Add(OrderFigures.Of(in view.Orders.Find(ids[i], out _), view.OrderTerms));
        orders.Sort((left, right) => left.OrderId.CompareTo(right.OrderId));
        return first > 0;
    }
}
