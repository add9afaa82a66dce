using System.Text;

namespace Engine.Core.Events;

/// <summary>
/// Which order types exist under which times in force, and how each behaves. Risk and the simulated venue ask the same
/// table; docs/ORDERS.md shows it, written by <see cref="ToMarkdown"/>.
/// </summary>
public static class OrderTypeTable
{
    private const string Quiet = "nothing triggers or fills; it works on";

    private static readonly TimeInForce[] TimesInForce =
    [
        TimeInForce.Day, TimeInForce.ImmediateOrCancel, TimeInForce.FillOrKill, TimeInForce.GoodTillCanceled,
        TimeInForce.GoodTillDate,
    ];

    private static readonly OrderType[] Types =
    [
        OrderType.Market, OrderType.Limit, OrderType.Stop, OrderType.StopLimit, OrderType.TrailingStop,
        OrderType.MarketOnClose, OrderType.LimitOnClose,
    ];

    /// <summary>Every type under every time in force, in order of their numbers.</summary>
    public static IReadOnlyList<OrderTypeRow> Rows { get; } =
        [.. from type in Types from time in TimesInForce select RowOf(type, time)];

    /// <summary>Accepted, or why there is no such order.</summary>
    public static RiskCode CodeOf(OrderType type, TimeInForce timeInForce)
    {
        if (type is < OrderType.Market or > OrderType.LimitOnClose) return RiskCode.UnsupportedOrderType;
        return IsAllowed(type, timeInForce) ? RiskCode.Accepted : RiskCode.UnsupportedTimeInForce;
    }

    /// <summary>True if orders of the type carry a limit price.</summary>
    public static bool HasLimit(OrderType type) =>
        type is OrderType.Limit or OrderType.StopLimit or OrderType.LimitOnClose;

    /// <summary>True if orders of the type wait for a stop price.</summary>
    public static bool HasStop(OrderType type) =>
        type is OrderType.Stop or OrderType.StopLimit or OrderType.TrailingStop;

    /// <summary>True if orders of the type wait for the close of the session.</summary>
    public static bool IsOnClose(OrderType type) => type is OrderType.MarketOnClose or OrderType.LimitOnClose;

    /// <summary>True if the first quote decides about the order.</summary>
    public static bool IsImmediate(TimeInForce timeInForce) =>
        timeInForce is TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill;

    public static string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("| Type | Time in force | Trigger source | Session | Gap-through fill price | Halt and auction ");
        text.Append("| Terminal state |\n|---|---|---|---|---|---|---|\n");
        foreach (var row in Rows)
        {
            text.Append("| ").Append(row.Type).Append(" | ").Append(row.TimeInForce).Append(" | ");
            if (row.Code != RiskCode.Accepted)
            {
                text.Append(row.Code).Append(" | - | - | - | - |\n");
                continue;
            }
            text.Append(row.TriggerSource).Append(" | ").Append(row.Session).Append(" | ").Append(row.GapFill)
                .Append(" | ").Append(row.HaltAndAuction).Append(" | ").Append(row.TerminalState).Append(" |\n");
        }
        return text.ToString();
    }

    private static bool IsAllowed(OrderType type, TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.Day => true,
        TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill => type is OrderType.Market or OrderType.Limit,
        TimeInForce.GoodTillCanceled or TimeInForce.GoodTillDate => type == OrderType.Limit || HasStop(type),
        _ => false,
    };

    private static OrderTypeRow RowOf(OrderType type, TimeInForce time) => new(
        type, time, CodeOf(type, time), TriggerOf(type), SessionOf(type, time), GapFillOf(type), HaltOf(type, time),
        EndOf(type, time));

    private static string TriggerOf(OrderType type) => type switch
    {
        OrderType.Market or OrderType.Limit => "none: works at once",
        OrderType.TrailingStop => "last trade, quote where only quotes exist; the stop follows and never moves back",
        _ when HasStop(type) => "last trade, quote where only quotes exist",
        _ => "close of the session",
    };

    private static string SessionOf(OrderType type, TimeInForce time) => time switch
    {
        _ when IsOnClose(type) => "waits for the close of the session it arrives in, early ones too",
        TimeInForce.Day => "until the close of its session, early ones too",
        TimeInForce.GoodTillCanceled => "every session, over restarts",
        TimeInForce.GoodTillDate => "every session until its time, over restarts",
        _ => "first quote, or first print where there are no quotes",
    };

    private static string GapFillOf(OrderType type) => type switch
    {
        OrderType.Market => "price of the market with slippage",
        OrderType.Limit => "price of the market at its first quote, its limit once it rests",
        OrderType.StopLimit => "price of the market if within the limit, else it rests at its limit",
        OrderType.MarketOnClose => "last trade before the close, mid where there was none",
        OrderType.LimitOnClose => "last trade before the close (or mid) if that is the limit or better",
        _ => "price of the market after the trigger with slippage, not the stop",
    };

    private static string HaltOf(OrderType type, TimeInForce time)
    {
        if (IsOnClose(type)) return "the last price seen counts; without one it expires";
        return IsImmediate(time) ? "waits for the first quote; one without other side cancels it" : Quiet;
    }

    private static string EndOf(OrderType type, TimeInForce time) => time switch
    {
        _ when IsOnClose(type) => "Filled at the close, or Expired",
        TimeInForce.ImmediateOrCancel => "Filled, or Canceled with its remainder",
        TimeInForce.FillOrKill => "Filled whole in one execution, or Canceled",
        TimeInForce.GoodTillCanceled => "Filled, or Canceled when asked to",
        TimeInForce.GoodTillDate => "Filled, or Expired at its time",
        _ => "Filled, or Expired at the close",
    };
}
