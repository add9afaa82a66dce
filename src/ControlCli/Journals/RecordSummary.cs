using System.Globalization;
using System.Text;
using ControlCli.Output;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.Replay;
using Engine.Core.Risk;

namespace ControlCli.Journals;

/// <summary>What a record says, on one line, for people.</summary>
internal static class RecordSummary
{
    private const int HexShown = 12;

    public static string Of(in EngineEvent record, JournalNames names)
    {
        if (record is { IsContinuation: true, Kind: not EventKind.CommandIdentity })
            return $"\"{AsciiText.Read(record.Text.Bytes).ReplaceLineEndings("\\n")}\"";

        var units = new Units(names.Instrument(record.InstrumentId));
        switch (record.Kind)
        {
            case EventKind.Quote:
                return Quote(in record.Quote, units);
            case EventKind.Trade:
                return $"{units.Price(record.Trade.Price)} x {units.Size(record.Trade.Size)}";
            case EventKind.Bar:
                return Bar(in record.Bar, units);
            case EventKind.Execution:
                return Execution(in record.Execution, units);
            case EventKind.InputRefused:
                return $"code {RefusalName((int)record.Order.Code, record.LaneId)}";
            case EventKind.StrategyDisabled:
                return $"{StrategyName(in record, names)} threw {AsciiText.Read(record.Text.Bytes)}";
            case (>= EventKind.OrderRequested and <= EventKind.ReplaceDenied) or EventKind.CancelDeferred:
                return Order(in record, names, units);
            case EventKind.RiskFigures:
                return RiskFigures(in record.RiskFigures, units);
            case EventKind.OrderRounded:
                return Rounded(in record.OrderRounded, units);
            case EventKind.StateHash:
                return StateHash(in record.StateHash);
            default:
                return EventDescriber.PayloadTypeOf(record.Kind) == typeof(OrderReportPayload)
                    ? Report(in record.OrderReport, units)
                    : Other(in record, names);
        }
    }

    /// <summary>A refusal's code in words; what the number means depends on what was refused.</summary>
    public static string RefusalName(int code, int laneId) => laneId switch
    {
        >= LaneIds.FirstSource => Named((MarketCode)code),
        LaneIds.Control => Named((HoldCode)code),
        _ => Named((RiskCode)code),
    };

    private static string Named<T>(T code)
        where T : struct, Enum =>
        Invariant($"{code} ({Convert.ToInt32(code, CultureInfo.InvariantCulture)})");

    private static string Quote(in QuotePayload quote, Units units)
    {
        var text = $"{Side(quote.BidPrice, quote.BidSize)} / {Side(quote.AskPrice, quote.AskSize)}";
        return quote.ConflatedCount > 0 ? Invariant($"{text} (conflated {quote.ConflatedCount})") : text;

        string Side(long price, long size) =>
            price == FixedPoint.Absent ? "-"
            : size == FixedPoint.Absent ? units.Price(price)
            : $"{units.Price(price)} x {units.Size(size)}";
    }

    private static string StateHash(in StateHashPayload hash) => Invariant(
        $"records {hash.RecordsDigest:x16} state {hash.StateDigest:x16} after {hash.RecordCount} records");

    private static string Bar(in BarPayload bar, Units units) =>
        $"open {units.Price(bar.Open)} high {units.Price(bar.High)} low {units.Price(bar.Low)} "
        + $"close {units.Price(bar.Close)} volume {units.Size(bar.Volume)} {DurationText.Format(bar.IntervalNs)} "
        + $"from {IsoTime.Format(bar.StartTimeNs)}";

    private static string Execution(in ExecutionPayload execution, Units units)
    {
        var text = Invariant(
            $"#{execution.OrderId} {execution.Side} {units.Size(execution.Quantity)} @ {units.Price(execution.Price)}");
        var commission = FixedPoint.Format(execution.Commission, FixedPoint.MoneyExponent);
        var origin = execution.IsQueryAnswer != 0 ? " (from a query)" : "";
        return $"{text} commission {commission} id {execution.ExecutionId.ToString()}{origin}";
    }

    private static string Order(in EngineEvent record, JournalNames names, Units units)
    {
        ref readonly var order = ref record.Order;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"#{order.OrderId} {order.Side} {units.Size(order.Quantity)} ");
        if (order.Type is not (OrderType.Market or OrderType.Limit)) text.Append(order.Type).Append(' ');
        if (order.LimitPrice != FixedPoint.Absent) text.Append("@ ").Append(units.Price(order.LimitPrice));
        else if (order.Type is OrderType.Market or OrderType.None) text.Append("Market");
        text.Append(CultureInfo.InvariantCulture, $" {order.TimeInForce} {order.Class}");
        if (record.StrategyId != 0) text.Append(" by ").Append(StrategyName(in record, names));
        if (order.TightestCheck != RiskCode.Accepted)
            text.Append(CultureInfo.InvariantCulture,
                $" - nearest to {order.TightestCheck}: limit {order.Limit} measured {order.Measured}");
        if (order.Code == RiskCode.Accepted) return text.ToString();

        text.Append(CultureInfo.InvariantCulture, $" - {Named(order.Code)}");
        if (order.Limit != 0 || order.Measured != 0)
            text.Append(CultureInfo.InvariantCulture, $" limit {order.Limit} measured {order.Measured}");
        if (order.HoldSequence != 0) text.Append(CultureInfo.InvariantCulture, $" hold placed at {order.HoldSequence}");
        return text.ToString();
    }

    private static string RiskFigures(in RiskFiguresPayload figures, Units units)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"#{figures.OrderId} margin {Number(figures.Margin)}");
        text.Append(" bid ").Append(Price(figures.BidPrice)).Append(" ask ").Append(Price(figures.AskPrice));
        text.Append(" last ").Append(Price(figures.LastTradePrice));
        if (figures.QuoteAgeNs != FixedPoint.Absent)
            text.Append(" age ").Append(DurationText.Format(Math.Max(0, figures.QuoteAgeNs)));
        text.Append(" position ").Append(units.Size(figures.PositionQuantity));
        text.Append(" open buys ").Append(units.Size(figures.OpenBuyQuantity));
        text.Append(" open sells ").Append(units.Size(figures.OpenSellQuantity));
        text.Append(" exposure ").Append(FixedPoint.Format(figures.Exposure, FixedPoint.MoneyExponent));
        text.Append(" equity ").Append(FixedPoint.Format(figures.Equity, FixedPoint.MoneyExponent));
        return text.ToString();

        string Price(long value) => value == FixedPoint.Absent ? "-" : units.Price(value);

        static string Number(long value) =>
            value == FixedPoint.Absent ? "-" : value.ToString(CultureInfo.InvariantCulture);
    }

    private static string Rounded(in OrderRoundedPayload asked, Units units)
    {
        var price = asked.AskedPrice == FixedPoint.Absent ? "Market" : "@ " + units.Price(asked.AskedPrice);
        return Invariant($"#{asked.OrderId} asked for {units.Size(asked.AskedQuantity)} {price}");
    }

    private static string Report(in OrderReportPayload report, Units units)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"#{report.OrderId} broker {report.BrokerOrderId}");
        if (report.Quantity > 0) text.Append(" quantity ").Append(units.Size(report.Quantity));
        if (report.CumulativeQuantity > 0) text.Append(" filled ").Append(units.Size(report.CumulativeQuantity));
        if (report.LeavesQuantity > 0) text.Append(" leaves ").Append(units.Size(report.LeavesQuantity));
        if (report.Status != OrderStatus.None) text.Append(" status ").Append(report.Status.ToString());
        if (report.Reason != VenueReason.None) text.Append(" reason ").Append(report.Reason.ToString());
        if (report.IntentSequence > 0)
            text.Append(CultureInfo.InvariantCulture, $" for intent {report.IntentSequence}");
        return text.ToString();
    }

    // Rare kinds: every payload field that says something.
    private static string Other(in EngineEvent record, JournalNames names)
    {
        var text = new StringBuilder();
        var payload = EventDescriber.PayloadTypeOf(record.Kind);
        if (payload is null) return "";
        var fields = EventDescriber.Describe(in record, names.Instrument(record.InstrumentId));
        if (EventWords.Of(record.Kind.ToString(), fields) is { } words) return words;
        foreach (var (name, value) in fields)
        {
            if (value is "" or "0" or "None" || payload.GetField(name) is not { } field) continue;
            var isHash = field.FieldType == typeof(Sha256Text);
            if (isHash && value.Trim('0').Length == 0) continue;
            var shown = isHash ? value[..HexShown]
                : name.EndsWith("TimeNs", StringComparison.Ordinal)
                    ? IsoTime.Format(long.Parse(value, CultureInfo.InvariantCulture)) : value;
            text.Append(text.Length > 0 ? " " : "").Append(char.ToLowerInvariant(name[0])).Append(name.AsSpan(1))
                .Append('=').Append(shown);
        }
        return text.ToString();
    }

    private static string StrategyName(in EngineEvent record, JournalNames names) =>
        names.Strategy(record.StrategyId) is { Length: > 0 } name ? name : Invariant($"strategy {record.StrategyId}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Prices and sizes of one instrument; raw numbers where it is not known.</summary>
    private readonly struct Units(InstrumentPayload? definition)
    {
        public string Price(long value) => FixedPoint.Format(value, definition?.PriceExponent ?? 0);

        public string Size(long value) => FixedPoint.Format(value, definition?.SizeExponent ?? 0);
    }
}
