using System.Globalization;
using Engine.Core;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Journal;

namespace Engine.Grpc.Health;

/// <summary>
/// Turns signs of life into checks. A pure function of what was seen and for how long; every answer is derived from the
/// engine's own counters, none is a constant.
/// </summary>
internal sealed class HealthEvaluator(HealthOptions options, long pace)
{
    public const string Logic = "logic";
    public const string Phase = "phase";
    public const string Broker = "broker";
    public const string Feed = "feed";
    public const string Journal = "journal";
    public const string Disk = "disk";
    public const string Holds = "holds";
    public const string Follower = "follower";

    // The device is looked at once a second; one that has not answered for so long hangs.
    private const long DiskLookMsMax = 5_000;

    private const int SilentNamesMax = 8;

    private readonly FeedSilence _silence = new(options, pace);

    public HealthReport Evaluate(EngineVitals vitals, HealthAges ages)
    {
        var logic = CheckLogic(vitals, ages);
        var feed = JudgeFeed(vitals, ages, out var why);
        return new HealthReport(
            logic.State != HealthState.Failed,
            [
                logic, CheckPhase(vitals), CheckBroker(vitals), CheckFeed(vitals, feed, why),
                CheckJournal(vitals, ages), CheckDisk(vitals, ages), CheckHolds(vitals), CheckFollower(vitals, ages),
            ],
            feed, vitals);
    }

    public HealthCheck CheckLogic(EngineVitals vitals, HealthAges ages)
    {
        HealthCheck Found(HealthState state, string detail) =>
            new(Logic, state, detail, ages.LogicMs, options.LogicStallMs);
        if (!vitals.HasLogicStarted) return Found(HealthState.Ok, "the threads are about to start");
        if (vitals.HasLogicEnded)
        {
            return vitals.IsHalted
                ? Found(HealthState.Failed, "the logic has ended: " + WhyHalted(vitals))
                : Found(HealthState.Ok, "the logic has ended in order");
        }
        if (ages.LogicMs <= options.LogicStallMs) return Found(HealthState.Ok, "sweeping");

        // On a thread with the journal the logic waits for its write. That is a matter of the journal's check, and of
        // limits.journalStallMsMax, which halts the engine.
        return vitals.IsLogicBehindJournal
            ? Found(HealthState.Ok, "waiting for the journal, with which it shares a thread")
            : Found(HealthState.Failed, $"no sweep was finished for {Number(ages.LogicMs)} ms");
    }

    private static HealthCheck CheckPhase(EngineVitals vitals)
    {
        if (vitals.IsHalted) return new(Phase, HealthState.Failed, "halted: " + WhyHalted(vitals));
        return vitals.Phase switch
        {
            null => new(Phase, HealthState.NotApplicable, "a backtest has no market to wait for"),
            EnginePhase.Running => new(Phase, HealthState.Ok, "Running"),
            { } phase => new(Phase, HealthState.Failed, phase.ToString()),
        };
    }

    private static HealthCheck CheckBroker(EngineVitals vitals) => vitals.IsReconciled switch
    {
        null => new(Broker, HealthState.NotApplicable, "the venue of a backtest is part of the model"),
        true => new(Broker, HealthState.Ok, "connected and reconciled"),
        false => new(Broker, HealthState.Failed, "not connected, or not reconciled since"),
    };

    private FeedReport JudgeFeed(EngineVitals vitals, HealthAges ages, out string why)
    {
        why = "";
        if (vitals.Phase is null) why = "a backtest reads as fast as it can";
        else if (!vitals.IsMarketDataFlowing) why = "market data is not flowing";
        else if (vitals.Feeds is null || ages.FlowingSinceNs is null) why = "nothing was heard yet";
        return why.Length > 0
            ? FeedReport.Nothing
            : _silence.Judge(vitals.Feeds!, vitals.EngineNowNs, ages.FlowingSinceNs!.Value, vitals.SourceNames);
    }

    private static HealthCheck CheckFeed(EngineVitals vitals, FeedReport feed, string why)
    {
        if (vitals.SourceFailure is { } failure) return new(Feed, HealthState.Failed, failure.Message);
        if (why.Length > 0) return new(Feed, HealthState.NotApplicable, why);

        var silent = feed.Silent.ToArray();
        if (silent.Length > 0)
        {
            var named = silent.Take(SilentNamesMax).Select(s =>
                $"{s.Name} ({Seconds(s.AgeNs!.Value)} s, limit {Seconds(s.LimitNs!.Value)} s)");
            var more = silent.Length > SilentNamesMax ? $" and {silent.Length - SilentNamesMax} more" : "";
            return new(Feed, HealthState.Failed, "silent: " + string.Join(", ", named) + more);
        }
        var watched = feed.Streams.Count(stream => stream.State == HealthState.Ok);
        return watched == 0
            ? new(Feed, HealthState.NotApplicable, "no stream has to speak now")
            : new(Feed, HealthState.Ok, $"{Number(watched)} streams within their limits");
    }

    private HealthCheck CheckJournal(EngineVitals vitals, HealthAges ages)
    {
        HealthCheck Found(HealthState state, string detail) =>
            new(Journal, state, detail, ages.JournalMs, options.JournalStallMs);
        if (vitals.Fault is { Stage: Journal } fault) return Found(HealthState.Failed, fault.Exception.Message);
        if (vitals.PreparationFailure is { } failure) return Found(HealthState.Failed, failure.Message);
        if (ages.JournalMs > options.JournalStallMs)
        {
            return Found(
                HealthState.Failed, $"nothing became durable for {Number(ages.JournalMs)} ms, with records waiting");
        }
        return vitals.RetentionFailure is { } kept
            ? Found(HealthState.Warning, "old segments are kept, the folder grows: " + kept.Message)
            : Found(HealthState.Ok, $"durable up to sequence {Number(vitals.DurableSequence)}");
    }

    private static HealthCheck CheckDisk(EngineVitals vitals, HealthAges ages)
    {
        // A stop does not look any more: it goes on whatever the device has left.
        var isStopping = vitals.Phase is EnginePhase.Stopping or EnginePhase.Stopped || vitals.HasLogicEnded;
        if (ages.DiskMs > DiskLookMsMax && !isStopping)
        {
            return new(Disk, HealthState.Failed, $"the device has not answered for {Number(ages.DiskMs)} ms",
                ages.DiskMs, DiskLookMsMax);
        }
        if (vitals.Disk is not { } disk) return new(Disk, HealthState.NotApplicable, "not looked at yet");
        var space = disk.Space;
        var percent = space.TotalBytes <= 0 ? 0 : (long)((Int128)space.FreeBytes * 100 / space.TotalBytes);
        var marks = DiskWatermarks.Default;
        var detail = $"{percent} % free of {Number(space.TotalBytes >> 20)} MiB (trading is restricted below "
            + $"{marks.ReducePercent} %, halted below {marks.HaltPercent} %)";
        var state = disk.Level switch
        {
            DiskLevel.Ok => HealthState.Ok,
            DiskLevel.Warn => HealthState.Warning,
            _ => HealthState.Failed,
        };
        return new(Disk, state, detail, ages.DiskMs, DiskLookMsMax);
    }

    // A hold on one strategy or instrument is meant and known; it is told, and the rest of the account trades.
    private static HealthCheck CheckHolds(EngineVitals vitals)
    {
        if (vitals.Status is not { } status)
            return new(Holds, HealthState.NotApplicable, "known from the follower alone, which has not spoken");

        var holds = string.Join("; ", status.Holds.Select(Describe));
        if (status.Permission != Permission.Active)
            return new(Holds, HealthState.Failed, $"the account is held: {status.Permission} ({holds})");
        return holds.Length == 0
            ? new(Holds, HealthState.Ok, "Active")
            : new(Holds, HealthState.Warning, $"Active, but for {holds}");
    }

    private static string Describe(HoldInForce hold)
    {
        var scope = hold.Scope == HoldScope.Account ? "" : $" of {hold.Scope} {Number(hold.ScopeId)}";
        return $"{hold.Kind} hold {Number(hold.HoldId)}{scope}: {hold.Permission}, by {hold.Who}, {hold.Why}";
    }

    private HealthCheck CheckFollower(EngineVitals vitals, HealthAges ages)
    {
        if (vitals.Phase is null) return new(Follower, HealthState.NotApplicable, "a backtest has none");
        var state = ages.FollowerMs > options.FollowerLagMs ? HealthState.Failed : HealthState.Ok;
        var behind = Math.Max(0, vitals.DurableSequence - (vitals.Status?.Sequence ?? 0));
        return new(Follower, state, $"{Number(behind)} records behind the journal", ages.FollowerMs,
            options.FollowerLagMs);
    }

    private static string WhyHalted(EngineVitals vitals) =>
        vitals.Fault is { } fault ? $"stage {fault.Stage}: {fault.Exception.Message}" : "aborted";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Seconds(long ns) => (ns / 1e9).ToString("F1", CultureInfo.InvariantCulture);
}
