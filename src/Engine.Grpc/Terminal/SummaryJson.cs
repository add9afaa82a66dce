using System.Text.Json;
using Engine.Core;
using Engine.Core.Events;

namespace Engine.Grpc.Terminal;

/// <summary>
/// The summary of a run for scripts: one JSON object on standard output. Names are stable, new ones may come; money and
/// quantities are exact decimals, never rounded. docs/PROCESS.md lists the fields.
/// </summary>
internal sealed class SummaryJson
{
    private const int SchemaVersion = 1;

    private readonly Utf8JsonWriter _json;

    private SummaryJson(Utf8JsonWriter json) => _json = json;

    public static void Write(Stream output, EngineSetup setup, EngineSummary summary, ExitCode exit)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        new SummaryJson(json).Write(setup, summary, exit);
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    private void Write(EngineSetup setup, EngineSummary summary, ExitCode exit)
    {
        _json.WriteStartObject();
        _json.WriteNumber("schemaVersion", SchemaVersion);
        _json.WriteNumber("exitCode", (int)exit);
        _json.WriteString("build", BuildInfo.Id);
        _json.WriteString("mode", setup.Options.Mode.ToString().ToLowerInvariant());
        _json.WriteString("account", setup.Options.Account);
        _json.WriteString("journal", Path.GetFullPath(setup.Options.JournalDirectory));
        _json.WriteNumber("lastSequence", summary.LastSequence);
        _json.WriteString("stateDigest", summary.StateDigest.ToString("x16"));
        Counters(summary);
        Sources(summary);
        Account(summary);
        Strategies(summary);
        Positions(summary);
        Speed(summary);
        Ending(summary);
        _json.WriteEndObject();
    }

    private void Counters(EngineSummary summary)
    {
        var counters = summary.Counters;
        _json.WriteStartObject("events");
        _json.WriteNumber("total", counters.QuoteCount + counters.TradeCount + counters.BarCount);
        _json.WriteNumber("quotes", counters.QuoteCount);
        _json.WriteNumber("trades", counters.TradeCount);
        _json.WriteNumber("bars", counters.BarCount);
        _json.WriteNumber("refused", counters.RefusedInputCount);
        _json.WriteEndObject();
        _json.WriteStartObject("orders");
        _json.WriteNumber("sent", counters.OrderCount);
        _json.WriteNumber("denied", counters.DeniedCount);
        _json.WriteNumber("rejected", counters.VenueRejectCount);
        _json.WriteNumber("replaced", counters.ReplaceCount);
        _json.WriteNumber("cancels", counters.CancelCount);
        _json.WriteNumber("filled", counters.FilledOrderCount);
        _json.WriteNumber("remaining", summary.Shutdown.RemainingOrders);
        _json.WriteEndObject();
        _json.WriteNumber("fills", counters.ExecutionCount);
        _json.WriteNumber("signals", counters.SignalCount);
        _json.WriteNumber("anomalies", counters.AnomalyCount);
    }

    private void Sources(EngineSummary summary)
    {
        _json.WriteStartArray("sources");
        foreach (var source in summary.Sources)
        {
            _json.WriteStartObject();
            _json.WriteString("name", source.Name);
            _json.WriteNumber("quotes", source.Quotes);
            _json.WriteNumber("trades", source.Trades);
            _json.WriteNumber("lastRow", source.LastRow);
            _json.WriteNumber("skippedRows", source.SkippedRows);
            _json.WriteBoolean("hasEnded", source.HasEnded);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
    }

    private void Account(EngineSummary summary)
    {
        var account = summary.Account;
        _json.WriteStartObject("profit");
        _json.WriteString("currency", account.Currency);
        Money("net", account.NetProfit);
        Money("realized", account.RealizedProfit);
        Money("unrealized", account.UnrealizedProfit);
        Money("commissions", account.Commissions);
        _json.WriteEndObject();
        _json.WriteStartObject("equity");
        Money("now", account.Equity);
        Money("peak", account.PeakEquity);
        Money("drawdownMax", account.DrawdownMax);
        _json.WriteEndObject();
    }

    private void Strategies(EngineSummary summary)
    {
        _json.WriteStartArray("strategies");
        foreach (var strategy in summary.Strategies)
        {
            _json.WriteStartObject();
            _json.WriteString("name", strategy.Name);
            Money("net", strategy.NetProfit);
            Money("realized", strategy.RealizedProfit);
            Money("unrealized", strategy.UnrealizedProfit);
            Money("commissions", strategy.Commissions);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
        Texts("disabledStrategies", summary.DisabledStrategies);
    }

    private void Positions(EngineSummary summary)
    {
        _json.WriteStartArray("positions");
        foreach (var position in summary.Positions)
        {
            _json.WriteStartObject();
            _json.WriteString("symbol", position.Symbol);
            Decimal("quantity", position.Quantity, position.SizeExponent);
            Money("costBasis", position.CostBasis);
            Money("realized", position.RealizedProfit);
            Money("unrealized", position.UnrealizedProfit);
            Money("commissions", position.Commissions);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
    }

    private void Speed(EngineSummary summary)
    {
        _json.WriteNumber("inputs", summary.Inputs);
        _json.WriteNumber("runningSeconds", Math.Round(summary.Running.TotalSeconds, 6));
        _json.WriteNumber("totalSeconds", Math.Round(summary.Total.TotalSeconds, 6));
        _json.WriteString("threadLayout", summary.ThreadLayout);
        Texts("unpinned", summary.PinningRefused);
        Texts("refused", summary.Refused);
        if (summary.TickToOrder is not { } latency)
        {
            _json.WriteNull("tickToOrderNs");
            return;
        }
        _json.WriteStartObject("tickToOrderNs");
        _json.WriteNumber("count", latency.Count);
        foreach (var (name, quantile) in new[] { ("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p999", 0.999) })
            _json.WriteNumber(name, latency.Quantile(quantile));
        _json.WriteNumber("max", latency.MaxNs);
        _json.WriteEndObject();
    }

    private void Ending(EngineSummary summary)
    {
        var request = summary.Shutdown.Request;
        _json.WriteStartObject("stop");
        _json.WriteString("mode", request.Mode.ToString().ToLowerInvariant());
        _json.WriteString("by", request.Who);
        _json.WriteString("why", request.Why);
        Texts("notDone", [.. summary.Shutdown.Steps.Where(s => !s.IsDone).Select(s => $"{s.Name}: {s.Detail}")]);
        _json.WriteEndObject();
        if (summary.Shutdown.Fault is not { } fault)
        {
            _json.WriteNull("fault");
            return;
        }
        _json.WriteStartObject("fault");
        _json.WriteString("stage", fault.Stage);
        _json.WriteString("message", fault.Exception.Message);
        _json.WriteEndObject();
    }

    private void Texts(string name, IReadOnlyList<string> texts)
    {
        _json.WriteStartArray(name);
        foreach (var text in texts) _json.WriteStringValue(text);
        _json.WriteEndArray();
    }

    private void Money(string name, long money) => Decimal(name, money, FixedPoint.MoneyExponent);

    private void Decimal(string name, long value, int exponent)
    {
        _json.WritePropertyName(name);
        if (value == FixedPoint.Absent) _json.WriteNullValue();
        else _json.WriteRawValue(FixedPoint.Format(value, exponent));
    }
}
