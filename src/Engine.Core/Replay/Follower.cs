using System.Diagnostics;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Sequencing;
using Engine.Core.Time;

namespace Engine.Core.Replay;

/// <summary>
/// The recovery loop kept running: a second model, on a thread of low priority, fed from the journal at or below the
/// durable sequence. It checks every decision and every state hash of the logic (a difference halts the engine), writes
/// the snapshots, and is what status is read from, so that readers cost logic and journal nothing.
/// </summary>
public sealed class Follower : IStage, IDisposable
{
    private const long StatusIntervalMs = 100;
    private const long DetailIntervalMs = 250;
    private const long TradingIntervalMs = 1_000;

    private readonly ReplayRunner _runner;
    private readonly JournalReader _reader;
    private readonly Func<long> _durableSequence;
    private readonly SnapshotTaker _snapshots;
    private readonly StatusBoard _board;
    private readonly long _snapshotIntervalRecords;
    private long _recordsAtSnapshot;
    private readonly ICommandAnswers? _answers;
    private readonly List<EngineEvent> _answered = [];
    private long _statusTicks;
    private long _detailTicks;
    private long _tradingTicks;
    private readonly ReaderClaim? _claim;
    private FeedReader? _feeds;
    private IClock? _clock;

    /// <param name="runner">On a model at the end of the journal as it was at start.</param>
    /// <param name="reader">Positioned behind that end.</param>
    /// <param name="snapshotIntervalRecords">0 takes none by itself.</param>
    /// <param name="answers">Who is told of answered commands; null if nobody can have given one.</param>
    /// <param name="claim">Moved along, so that retention leaves what has not been read.</param>
    public Follower(
        ReplayRunner runner, JournalReader reader, Func<long> durableSequence, SnapshotTaker snapshots,
        StatusBoard board, long snapshotIntervalRecords, ICommandAnswers? answers = null,
        ReaderClaim? claim = null)
    {
        ArgumentNullException.ThrowIfNull(runner);
        _runner = runner;
        _reader = reader;
        _durableSequence = durableSequence;
        _snapshots = snapshots;
        _board = board;
        _snapshotIntervalRecords = snapshotIntervalRecords;
        _answers = answers;
        _claim = claim;
        _recordsAtSnapshot = runner.Model.Chain.Cursor.RecordCount;
    }

    public string Name => "follower";

    /// <summary>Called before each batch: what must not wait until the model has come to it.</summary>
    public Action? TellFirst { get; set; }

    /// <summary>From now on what is heard of the market data is published with the status.</summary>
    /// <param name="clock">Of the run.</param>
    public void WatchFeeds(IClock clock, int sourceCount)
    {
        _clock = clock;
        _feeds = new FeedReader(_runner.Model.Chain, sourceCount);
    }

    /// <summary>At rest only when the follower's thread has ended.</summary>
    public TradingModel Model => _runner.Model;

    public bool IsDrained => _runner.Model.Chain.Cursor.LastSequence >= _durableSequence();

    public int RunOnce()
    {
        TellFirst?.Invoke();
        TellPreviews();
        var records = _reader.ReadUpTo(_durableSequence());
        if (records.IsEmpty)
        {
            PublishStatusIfDue();
            return 0;
        }
        if (!_runner.Feed(records)) throw new ReplayDivergedException(_runner.Divergence!);

        foreach (ref readonly var record in records) _board.Tally.Count(in record);
        _claim?.MoveTo(_runner.Model.Chain.Cursor.LastSequence + 1);
        TakeSnapshotIfDue();
        TellAnswers(records);
        PublishStatusIfDue();
        return records.Length;
    }

    /// <summary>The last status of the run; called when the follower's thread has ended.</summary>
    public void PublishFinalStatus()
    {
        PublishStatus();
        _board.Publish(TradingFigures.Of(_runner.Model.Chain));
        PublishDetailsIfAsked(Stopwatch.GetTimestamp());
    }

    public void Dispose()
    {
        _claim?.Dispose();
        _reader.Dispose();
    }

    // After the model has taken the whole group: whoever has his answer finds the status that goes with it.
    private void TellAnswers(ReadOnlySpan<EngineEvent> records)
    {
        if (_answers is null) return;
        foreach (ref readonly var record in records)
            if (record.Kind == EventKind.CommandAnswered) _answered.Add(record);
        if (_answered.Count == 0) return;

        var chain = _runner.Model.Chain;
        var holds = PublishStatus().Holds;
        var told = 0;
        for (; told < _answered.Count && _answered[told].Sequence <= chain.Cursor.LastSequence; told++)
        {
            var answered = _answered[told];
            if (IsSnapshot(in answered.CommandAnswer)) TakeSnapshot();
            _answers.OnAnswered(in answered, holds);
        }
        _answered.RemoveRange(0, told);
    }

    private static bool IsSnapshot(in CommandAnswerPayload answer) =>
        answer is { CommandKind: EventKind.SnapshotCommanded, Code: CommandCode.Done, IsRepeat: 0 };

    // At the end of a group, so that the state is one that was.
    private void TellPreviews()
    {
        while (_answers is not null && _answers.TryTakePreview(out var request))
            request.Complete(CommandPreviewer.Of(_runner.Model.Chain, request.Records));
    }

    private void TakeSnapshotIfDue()
    {
        var count = _runner.Model.Chain.Cursor.RecordCount;
        if (_snapshotIntervalRecords == 0 || count - _recordsAtSnapshot < _snapshotIntervalRecords) return;

        _recordsAtSnapshot = count;
        TakeSnapshot();
    }

    private void TakeSnapshot()
    {
        _snapshots.Take(_runner.Model);
        _board.Publish(new SnapshotMark(_runner.Model.Chain.Cursor.LastSequence, Stopwatch.GetTimestamp()));
    }

    private void PublishStatusIfDue()
    {
        var now = Stopwatch.GetTimestamp();
        if (now < _statusTicks) return;

        _statusTicks = now + (StatusIntervalMs * Stopwatch.Frequency / 1_000);
        PublishStatus();
        PublishTradingIfDue(now);
        if (now >= _detailTicks) PublishDetailsIfAsked(now);
        if (_feeds is not null) _board.Publish(_feeds.Read(_clock!.NowNs));
    }

    private void PublishTradingIfDue(long now)
    {
        if (now < _tradingTicks) return;

        _tradingTicks = now + (TradingIntervalMs * Stopwatch.Frequency / 1_000);
        _board.Publish(TradingFigures.Of(_runner.Model.Chain));
    }

    private void PublishDetailsIfAsked(long now)
    {
        if (!_board.IsAskedForDetails(now, out var withClosed)) return;

        _detailTicks = now + (DetailIntervalMs * Stopwatch.Frequency / 1_000);
        _board.Publish(DetailPicture.Of(_runner.Model.Chain, withClosed, now));
    }

    private EngineStatus PublishStatus()
    {
        var chain = _runner.Model.Chain;
        // Names first: whoever reads the status finds the name of everything in it.
        if (chain.View.Market.InstrumentCount != _board.Instruments.Count)
            _board.Publish(InstrumentNames.Of(chain.View.Market));
        var status = EngineStatus.Of(chain);
        _board.Publish(status);
        return status;
    }
}
