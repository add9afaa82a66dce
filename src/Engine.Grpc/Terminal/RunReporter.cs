using System.Globalization;
using Engine.Core;
using Engine.Core.Events;
using Engine.Core.Metrics;

namespace Engine.Grpc.Terminal;

/// <summary>Tells the terminal what the run does: one line that renews itself where it can, whole lines elsewhere.</summary>
internal sealed class RunReporter(TextWriter output, bool isQuiet)
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(5);

    private readonly bool _isTerminal = !Console.IsOutputRedirected;
    private TimeSpan _nextProgress;
    private long _inputsBefore;
    private TimeSpan _elapsedBefore;
    private long _replayShownAt = 1_000_000;

    public void Opening(EngineSetup setup)
    {
        if (isQuiet) return;
        Line($"engine {BuildInfo.Id}, {setup.Options.Mode.ToString().ToLowerInvariant()}, account {setup.Options.Account}");
        Line($"journal    {Path.GetFullPath(setup.Options.JournalDirectory)} ({setup.Options.Durability.ToString().ToLowerInvariant()})");
        Line($"strategies {string.Join(", ", setup.StrategyNames)}");
    }

    public void Replaying(long sequence)
    {
        if (isQuiet || sequence < _replayShownAt) return;
        _replayShownAt = sequence + 5_000_000;
        Line($"recovering, sequence {sequence:N0}");
    }

    public void Opened(EngineSetup setup, TradingEngine engine)
    {
        if (isQuiet) return;
        var recovery = engine.Recovery;
        if (!recovery.IsNew)
        {
            Line($"recovered  to sequence {recovery.LastSequence:N0}, {(recovery.WasUnclean ? "after a crash" : "after an orderly stop")}, "
                + $"{engine.Recovered.ReplayedRecords:N0} records replayed behind {engine.Recovered.SnapshotFile ?? "no snapshot"}");
        }
        foreach (var skipped in engine.Recovered.SkippedSnapshots) Line("snapshot passed over: " + skipped);
        if (recovery.CutRecords > 0) Line($"cut        {recovery.CutRecords} records of an unfinished tail, kept aside");
        Line($"threads    {engine.Pipeline.Layout}");
    }

    public void Progress(EngineProgress progress)
    {
        if (isQuiet || progress.Elapsed < _nextProgress) return;
        _nextProgress = progress.Elapsed + (_isTerminal ? TerminalInterval : LogInterval);

        var seconds = (progress.Elapsed - _elapsedBefore).TotalSeconds;
        var rate = seconds > 0 ? (progress.Inputs - _inputsBefore) / seconds : 0;
        (_inputsBefore, _elapsedBefore) = (progress.Inputs, progress.Elapsed);
        var text = progress.Status is { } status
            ? Text($"{progress.Elapsed.TotalSeconds,5:F1}s  {status.Phase,-11} {status.Counters.QuoteCount + status.Counters.TradeCount,11:N0} ticks  {status.Counters.OrderCount,7:N0} orders  {status.Counters.ExecutionCount,7:N0} fills  {status.OpenOrders,4} open  P&L {Money(status.Account.NetProfit),14} {status.Account.Currency}")
            : Text($"{progress.Elapsed.TotalSeconds,5:F1}s  {progress.Inputs,13:N0} inputs  {rate,11:N0}/s  {progress.SourceShare,4:P0} read");
        if (_isTerminal) output.Write("\r" + text + "   ");
        else output.WriteLine(text);
    }

    public void Summary(EngineSetup setup, EngineSummary summary)
    {
        if (_isTerminal && !isQuiet) output.WriteLine();
        var counters = summary.Counters;
        Line("");
        Line($"events     {counters.QuoteCount + counters.TradeCount + counters.BarCount:N0} market data ({counters.QuoteCount:N0} quotes, {counters.TradeCount:N0} trades, {counters.BarCount:N0} bars), {summary.LastSequence:N0} records journaled");
        foreach (var source in summary.Sources)
            Line($"           {source.Name}: {source.Quotes:N0} quotes, {source.Trades:N0} trades{(source.SkippedRows > 0 ? Text($", {source.SkippedRows:N0} rows skipped") : "")}{(source.HasEnded ? "" : ", not read to the end")}");
        Line($"orders     {counters.OrderCount:N0} sent, {counters.DeniedCount:N0} denied by risk, {counters.VenueRejectCount:N0} rejected, {counters.CancelCount:N0} cancels, {counters.FilledOrderCount:N0} filled");
        Line($"fills      {counters.ExecutionCount:N0}");
        Positions(summary);
        var account = summary.Account;
        Line($"profit     {Money(account.NetProfit)} {account.Currency} (realised {Money(account.RealizedProfit)}, unrealised {Money(account.UnrealizedProfit)}, commissions {Money(account.Commissions)})");
        Line($"equity     {Money(account.Equity)}, peak {Money(account.PeakEquity)}, largest drawdown {Money(account.DrawdownMax)}");
        Latency(summary.TickToOrder);
        Line($"speed      {summary.Inputs:N0} inputs in {summary.Running.TotalSeconds:F2} s ({summary.Inputs / Math.Max(1e-9, summary.Running.TotalSeconds):N0}/s), start to seal {summary.Total.TotalSeconds:F2} s");
        Line($"state      {summary.StateDigest:x16} at sequence {summary.LastSequence}");
        foreach (var disabled in summary.DisabledStrategies) Line("disabled   " + disabled);
        foreach (var refused in summary.PinningRefused) Line("unpinned   " + refused);
        Shutdown(summary);
        Line($"journal    {Path.GetFullPath(setup.Options.JournalDirectory)}");
    }

    private void Positions(EngineSummary summary)
    {
        foreach (var position in summary.Positions)
        {
            Line($"           {position.Symbol,-10} {FixedPoint.Format(position.Quantity, position.SizeExponent),12} held, realised {Money(position.RealizedProfit),14}, unrealised {Money(position.UnrealizedProfit),14}, commissions {Money(position.Commissions),10}");
        }
    }

    private void Latency(LatencyHistogram? latency)
    {
        if (latency is null || latency.Count == 0) return;
        Line($"latency    tick to order p50 {Micros(latency.Quantile(0.5))}, p90 {Micros(latency.Quantile(0.9))}, p99 {Micros(latency.Quantile(0.99))}, p99.9 {Micros(latency.Quantile(0.999))}, max {Micros(latency.MaxNs)} us ({latency.Count:N0} orders)");
    }

    private void Shutdown(EngineSummary summary)
    {
        if (summary.Shutdown.Fault is { } fault)
            Line($"HALTED     stage {fault.Stage}: {fault.Exception.Message}");
        foreach (var step in summary.Shutdown.Steps.Where(step => !step.IsDone))
            Line($"not done   {step.Name}: {step.Detail}");
    }

    private void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private void Line(string text) => output.WriteLine(text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Money(long money) =>
        FixedPoint.Format(FixedPoint.DivideHalfEven(money, 1_000_000), exponent: 2, decimalsMin: 2);

    private static string Micros(long ns) => (ns / 1_000.0).ToString("F1", CultureInfo.InvariantCulture);
}
