using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Engine.Core;
using Engine.Core.Events;

namespace Engine.Grpc.Terminal;

/// <summary>
/// Tells the terminal what the run does: one line that renews itself where it can, elsewhere a line every five seconds.
/// The summary goes to standard output; in JSON all else goes to standard error, so that scripts read one object.
/// </summary>
internal sealed class RunReporter
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(5);
    private const long ReplayShownFrom = 1_000_000;
    private const long ReplayShownEvery = 5_000_000;

    private readonly OutputFormat _format;
    private readonly bool _isQuiet;
    private readonly bool _isDemo;
    private readonly LogLevels _levels;
    private readonly bool _isTerminal;
    private readonly TextWriter _talk;
    private readonly Lock _line = new(); // Signals speak from their own thread.
    private TimeSpan _nextProgress;
    private long _inputsBefore;
    private TimeSpan _elapsedBefore;
    private long _replayShownAt = ReplayShownFrom;
    private int _progressWidth;

    public RunReporter(OutputFormat format, bool isQuiet, bool isDemo, LogLevels levels)
    {
        _levels = levels;
        _format = format;
        _isQuiet = isQuiet;
        _isDemo = isDemo;
        _talk = format == OutputFormat.Json ? Console.Error : Console.Out;
        _isTerminal = !(format == OutputFormat.Json ? Console.IsErrorRedirected : Console.IsOutputRedirected);
        _nextProgress = _isTerminal ? TerminalInterval : LogInterval;
    }

    public void Opening(EngineSetup setup)
    {
        var options = setup.Options;
        var durability = options.Durability.ToString().ToLowerInvariant();
        Say($"engine     {BuildInfo.Id}, {options.Mode.ToString().ToLowerInvariant()}, account {options.Account}");
        Say($"journal    {Path.GetFullPath(options.JournalDirectory)} ({durability})");
        Say($"strategies {string.Join(", ", setup.StrategyNames)}");
        var data = options.DataFiles.Count > 0
            ? string.Join(", ", options.DataFiles)
            : string.Join(", ", setup.Simulated.Instruments.Select(i => i.Symbol)) + " (simulated market)";
        Say($"data       {data}, {(options.Pace == 0 ? "as fast as possible" : $"{options.Pace} x real time")}");
    }

    public void Replaying(long sequence)
    {
        if (sequence < _replayShownAt) return;
        _replayShownAt = sequence + ReplayShownEvery;
        Say(Text($"recovering, sequence {sequence:N0}"));
    }

    public void Opened(TradingEngine engine)
    {
        var recovery = engine.Recovery;
        if (!recovery.IsNew)
        {
            Say(Text($"recovered  to sequence {recovery.LastSequence:N0}, ")
                + (recovery.WasUnclean ? "after a crash, " : "after an orderly stop, ")
                + Text($"{engine.Recovered.ReplayedRecords:N0} records replayed behind ")
                + (engine.Recovered.SnapshotFile ?? "no snapshot"));
        }
        foreach (var skipped in engine.Recovered.SkippedSnapshots) Say("snapshot passed over: " + skipped);
        if (recovery.CutRecords > 0)
            Say(Text($"cut        {recovery.CutRecords} records of an unfinished tail, kept aside"));
        Say($"threads    {engine.Pipeline.Layout}");
    }

    public void Progress(EngineProgress progress)
    {
        if (IsSilent || progress.Elapsed < _nextProgress) return;
        _nextProgress = progress.Elapsed + (_isTerminal ? TerminalInterval : LogInterval);

        var seconds = (progress.Elapsed - _elapsedBefore).TotalSeconds;
        var rate = seconds > 0 ? (progress.Inputs - _inputsBefore) / seconds : 0;
        (_inputsBefore, _elapsedBefore) = (progress.Inputs, progress.Elapsed);
        var share = progress.SourceShare > 0 ? Text($" {progress.SourceShare,4:P0}") : "";
        Renew(Text($"{progress.Elapsed.TotalSeconds,6:F1} s{share}") + Figures(progress, rate));
    }

    /// <summary>Where operators reach the engine.</summary>
    public void Serving(IPEndPoint? grpc, IPEndPoint? http)
    {
        if (grpc is not null || http is not null)
            Say($"control    grpc {grpc?.ToString() ?? "off"}, http {http?.ToString() ?? "off"}");
        Say("");
    }

    /// <summary>The hot path is compiled.</summary>
    public void Warm(WarmUpReport report)
    {
        Say(Text($"warm-up    {report.Elapsed.TotalSeconds:F1} s, {report.Inputs:N0} quotes, ")
            + Text($"{report.Orders:N0} orders"));
        Say("");
        if (report.Problem is { } problem) Trouble("the warm-up ended early, the first orders may be slow: " + problem);
    }

    /// <summary>Something that runs beside the engine failed; the engine goes on. Told even when quiet.</summary>
    public void Trouble(string what)
    {
        lock (_line)
        {
            EndProgress();
            Console.Error.WriteLine("engine: " + what);
        }
    }

    public void Stopping(PosixSignal signal, StopMode mode) =>
        Say($"{signal}: stopping in order (working orders: {mode.ToString().ToLowerInvariant()}); "
            + "a second Ctrl-C aborts");

    /// <summary>The signal stops nothing; told even when quiet.</summary>
    public void ParkRefused(PosixSignal signal) => Trouble(
        $"{signal} is refused: stop.mode is park, and the engine holds stops or targets that a stopped engine does not "
        + "watch. Use enginectl shutdown --mode cancel, drain or flatten, or --mode park --accept-held-protection; "
        + "stop.acceptHeldProtection=true lets signals park. A second Ctrl-C aborts.");

    public void Aborting() => Say("second SIGINT: aborting; the next start recovers the journal");

    public void Summary(EngineSetup setup, EngineSummary summary, ExitCode exit)
    {
        EndProgress();
        if (_format == OutputFormat.Json) SummaryJson.Write(Console.OpenStandardOutput(), setup, summary, exit);
        else new SummaryText(Console.Out).Write(setup, summary, exit, _isDemo);
        Console.Out.Flush();
        if (exit == ExitCode.Halted) Console.Error.WriteLine("engine: halted: " + WhyHalted(summary));
    }

    internal static string WhyHalted(EngineSummary summary) => summary.Shutdown.Fault is { } fault
        ? $"stage {fault.Stage}: {fault.Exception.Message}"
        : "before the orderly stop was done; the next start recovers the journal.";

    private static string Figures(EngineProgress progress, double rate)
    {
        if (progress.Status is not { } status) return Text($"  {progress.Inputs,13:N0} inputs  {rate,11:N0}/s");

        var counters = status.Counters;
        var profit = SummaryText.Money(status.Account.NetProfit);
        var events = counters.QuoteCount + counters.TradeCount + counters.BarCount;
        return Text($"  {status.Phase,-11} {events,11:N0} events  {counters.OrderCount,6:N0} orders")
            + Text($"  {counters.ExecutionCount,6:N0} fills  {status.OpenOrders,3} open")
            + $"  P&L {profit,10} {status.Account.Currency}";
    }

    private bool IsSilent => _isQuiet || !_levels.Tells(LogVerbosity.Information);

    private void Renew(string text)
    {
        lock (_line)
        {
            if (!_isTerminal)
            {
                _talk.WriteLine(text);
                return;
            }
            var width = Console.WindowWidth > 1 ? Console.WindowWidth - 1 : text.Length;
            if (text.Length > width) text = text[..width];
            _talk.Write("\r" + text.PadRight(Math.Min(_progressWidth, width)));
            _progressWidth = text.Length;
        }
    }

    private void Say(string text)
    {
        if (IsSilent) return;
        lock (_line)
        {
            EndProgress();
            _talk.WriteLine(text);
        }
    }

    private void EndProgress()
    {
        if (_progressWidth > 0) _talk.WriteLine();
        _progressWidth = 0;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
