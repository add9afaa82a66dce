using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>
/// Says whether an order opens or reduces. It reduces if it goes against the position and, with everything that already
/// works in its direction executed, still cannot take it across zero.
/// </summary>
public static class OrderClassifier
{
    /// <param name="position">Of the account, signed.</param>
    /// <param name="openBuys">Worst-case leaves of the working buys in the instrument.</param>
    /// <param name="openSells">The same of the sells.</param>
    public static OrderClass Classify(Side side, long quantity, long position, long openBuys, long openSells) =>
        quantity > 0 && quantity <= ReducingRoom(side, position, openBuys, openSells)
            ? OrderClass.Reducing
            : OrderClass.Opening;

    /// <summary>
    /// The largest quantity that only reduces: |position| less what works in that direction; never negative.
    /// </summary>
    public static long ReducingRoom(Side side, long position, long openBuys, long openSells)
    {
        var (held, working) = side switch
        {
            Side.Sell => ((Int128)position, openSells),
            Side.Buy => (-(Int128)position, openBuys),
            _ => (Int128.Zero, 0L),
        };
        var room = held - working;
        return room <= 0 ? 0 : (long)Int128.Min(room, long.MaxValue);
    }
}
