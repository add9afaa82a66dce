using System.Globalization;
using Engine.Core;
using Engine.Core.Events;
using Engine.Core.Metrics;

namespace Engine.Grpc.Terminal;

/// <summary>The summary of a run for people.</summary>
internal sealed class SummaryText(TextWriter output)
{
    public static string Money(long money) =>
        FixedPoint.Format(FixedPoint.DivideHalfEven(money, 1_000_000), exponent: 2, decimalsMin: 2);

    public void Write(EngineSetup setup, EngineSummary summary, ExitCode exit, bool isDemo)
    {
        output.WriteLine();
        Events(summary);
        Orders(summary);
        Profit(summary);
        Latency(summary.TickToOrder);
        Line($"speed      {summary.Inputs:N0} inputs in {summary.Running.TotalSeconds:F2} s",
            $" ({summary.Inputs / Math.Max(1e-9, summary.Running.TotalSeconds):N0}/s),",
            $" start to seal {summary.Total.TotalSeconds:F2} s");
        Line($"state      {summary.StateDigest:x16} at sequence {summary.LastSequence}");
        Trouble(summary, exit);
        var journal = Path.GetFullPath(setup.Options.JournalDirectory);
        Line($"journal    {journal}");
        if (!isDemo) return;
        Line($"look at it dotnet run -c Release --project src/ControlCli -- journal describe --journal {journal}");
        Line($"replay it  dotnet run -c Release --project src/ControlCli -- replay verify --journal {journal}");
    }

    private void Events(EngineSummary summary)
    {
        var counters = summary.Counters;
        Line($"events     {counters.QuoteCount + counters.TradeCount + counters.BarCount:N0} market data",
            $" ({counters.QuoteCount:N0} quotes, {counters.TradeCount:N0} trades, {counters.BarCount:N0} bars),",
            $" {summary.LastSequence:N0} records journaled");
        foreach (var source in summary.Sources)
        {
            var skipped = source.SkippedRows > 0 ? Text($", {source.SkippedRows:N0} rows skipped") : "";
            var ending = source.HasEnded ? "" : ", not read to the end";
            Line($"           {source.Name}: {source.Quotes:N0} quotes, {source.Trades:N0} trades{skipped}{ending}");
        }
    }

    private void Orders(EngineSummary summary)
    {
        var counters = summary.Counters;
        Line($"orders     {counters.OrderCount:N0} sent, {counters.DeniedCount:N0} denied by risk,",
            $" {counters.VenueRejectCount:N0} rejected, {counters.ReplaceCount:N0} replaced,",
            $" {counters.CancelCount:N0} cancels, {counters.FilledOrderCount:N0} filled");
        Line($"fills      {counters.ExecutionCount:N0}");
    }

    private void Profit(EngineSummary summary)
    {
        var account = summary.Account;
        foreach (var strategy in summary.Strategies)
        {
            Line($"           {strategy.Name,-16} net {Money(strategy.NetProfit),12},",
                $" realised {Money(strategy.RealizedProfit),12}, commissions {Money(strategy.Commissions),10}");
        }
        foreach (var position in summary.Positions)
        {
            var quantity = FixedPoint.Format(position.Quantity, position.SizeExponent);
            Line($"           {position.Symbol,-10} {quantity,9} held, realised {Money(position.RealizedProfit),12},",
                $" unrealised {Money(position.UnrealizedProfit),12}, commissions {Money(position.Commissions),10}");
        }
        Line($"profit     {Money(account.NetProfit)} {account.Currency} (realised {Money(account.RealizedProfit)},",
            $" unrealised {Money(account.UnrealizedProfit)}, commissions {Money(account.Commissions)})");
        Line($"equity     {Money(account.Equity)}, peak {Money(account.PeakEquity)},",
            $" largest drawdown {Money(account.DrawdownMax)}");
    }

    private void Latency(LatencyHistogram? latency)
    {
        if (latency is null || latency.Count == 0) return;
        Line($"latency    tick to order p50 {Micros(latency.Quantile(0.5))}, p90 {Micros(latency.Quantile(0.9))},",
            $" p99 {Micros(latency.Quantile(0.99))}, p99.9 {Micros(latency.Quantile(0.999))},",
            $" max {Micros(latency.MaxNs)} us ({latency.Count:N0} orders)");
    }

    private void Trouble(EngineSummary summary, ExitCode exit)
    {
        foreach (var disabled in summary.DisabledStrategies) Line($"disabled   {disabled}");
        foreach (var refused in summary.PinningRefused) Line($"unpinned   {refused}");
        foreach (var refused in summary.Refused) Line($"refused    {refused}");
        foreach (var step in summary.Shutdown.Steps.Where(step => !step.IsDone))
            Line($"not done   {step.Name}: {step.Detail}");
        if (exit == ExitCode.Halted) Line($"HALTED     {RunReporter.WhyHalted(summary)}");
    }

    private void Line(params FormattableString[] parts)
    {
        foreach (var part in parts) output.Write(Text(part));
        output.WriteLine();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Micros(long ns) => (ns / 1_000.0).ToString("F1", CultureInfo.InvariantCulture);
}
