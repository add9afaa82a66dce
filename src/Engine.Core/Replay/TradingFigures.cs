using Engine.Core.Events;
using Engine.Core.Pipeline.Logic;

namespace Engine.Core.Replay;

/// <summary>
/// What is being traded, at one sequence: more than a status has and less than a <see cref="DetailPicture"/>. For
/// meters.
/// </summary>
public sealed record TradingFigures
{
    public required long Sequence { get; init; }

    /// <summary>Working orders by the number of their <see cref="OrderStatus"/>.</summary>
    public required IReadOnlyList<int> OrdersByStatus { get; init; }

    /// <summary>What is held or was traded.</summary>
    public required IReadOnlyList<PositionFigures> Positions { get; init; }

    /// <summary>In the order of ids; empty if the account has several currencies.</summary>
    public required IReadOnlyList<StrategyFigures> Strategies { get; init; }

    /// <summary>Strategies that threw and are not called any more.</summary>
    public required int DisabledStrategies { get; init; }

    /// <summary>Reads a chain that is at rest on the caller's thread.</summary>
    public static TradingFigures Of(LogicChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var view = chain.View;
        var orders = new int[(int)OrderStatus.Unknown + 1];
        foreach (ref readonly var order in view.Orders.Working) orders[(int)order.Status]++;
        return new TradingFigures
        {
            Sequence = chain.Cursor.LastSequence,
            OrdersByStatus = orders,
            Positions = PositionFigures.OfAll(view),
            Strategies = StrategyFigures.OfAll(view),
            DisabledStrategies = view.Strategies.Count(host => view.Strategy(host.Id).IsDisabled != 0),
        };
    }
}
