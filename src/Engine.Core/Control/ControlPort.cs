using System.Collections.Concurrent;
using System.Diagnostics;
using Engine.Core.Events;
using Engine.Core.Metrics;
using Engine.Core.Sequencing;

namespace Engine.Core.Control;

/// <summary>
/// The way of an operator's command into the engine and of its answer back. Any thread may submit; nothing here blocks
/// and the logic knows nothing of it: commands go through the control lane, and answers come from the follower, which
/// sees them only when they are durable.
/// </summary>
public sealed class ControlPort : ICommandAnswers
{
    private const int PreviewsMax = 256;

    private readonly ConcurrentDictionary<long, PendingCommand> _pending = new();
    private readonly ConcurrentQueue<PreviewRequest> _previews = new();
    private readonly SharedLane<EngineEvent>? _lane;
    private readonly int _recordsMax;
    private readonly LatencyRecorder? _latency;
    private long _lastRequestId;
    private int _records; // Of the commands that are not answered.
    private int _isOpen;
    private int _isClosed;

    /// <param name="lane">Null if this engine takes no commands.</param>
    /// <param name="runEpoch">Keeps the request ids of this run apart from those of others.</param>
    /// <param name="latency">Where the time of each answer is noted; null where nobody measures.</param>
    public ControlPort(SharedLane<EngineEvent>? lane, int runEpoch, LatencyRecorder? latency = null)
    {
        _latency = latency;
        _lane = lane;
        _recordsMax = (lane?.Capacity ?? 0) / 2; // The rest is the engine's own: a stop always finds room.
        _lastRequestId = (long)runEpoch << 32;
    }

    /// <summary>False in a backtest, which takes no commands.</summary>
    public bool IsAvailable => _lane is not null;

    /// <summary>Commands that wait for their answer.</summary>
    public int PendingCount => _pending.Count;

    /// <summary>The run has begun: what is given from now on lies behind its first inputs.</summary>
    public void Open() => Volatile.Write(ref _isOpen, 1);

    /// <summary>Gives a command to the engine; the task ends with its answer, when that is durable.</summary>
    /// <param name="cancellation">Ends the waiting, not the command: the key tells later what became of it.</param>
    /// <exception cref="ArgumentException">Principal, reason, role or key cannot be used.</exception>
    /// <exception cref="ControlException">In the task: no room, no commands here, not yet, or no more.</exception>
    public Task<CommandAnswer> SubmitAsync(OperatorCommand command, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (_lane is null) return Task.FromException<CommandAnswer>(new ControlUnavailableException());
        if (Volatile.Read(ref _isOpen) == 0)
            return Task.FromException<CommandAnswer>(new EngineNotStartedException());
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<CommandAnswer>(cancellation);

        var requestId = Interlocked.Increment(ref _lastRequestId);
        var records = CommandRecords.Build(command, requestId);
        if (Interlocked.Add(ref _records, records.Length) > _recordsMax)
        {
            Interlocked.Add(ref _records, -records.Length);
            return Task.FromException<CommandAnswer>(new ControlLaneFullException(_recordsMax));
        }

        var pending = new PendingCommand(records.Length, cancellation);
        _pending[requestId] = pending;
        if (Volatile.Read(ref _isClosed) != 0) FailAll(); // Closed between the two: nobody else would.
        else if (!_lane.TryWriteRun(records)) Remove(requestId)?.Fail(new ControlLaneFullException(_recordsMax));
        return pending.Task;
    }

    /// <summary>Says what a command would do now. Nothing is journaled.</summary>
    /// <exception cref="ArgumentException">Principal, reason, role or key cannot be used.</exception>
    /// <exception cref="ControlException">In the task: no room, no commands here, not yet, or no more.</exception>
    public Task<CommandPreview> PreviewAsync(OperatorCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (_lane is null) return Task.FromException<CommandPreview>(new ControlUnavailableException());
        if (Volatile.Read(ref _isOpen) == 0)
            return Task.FromException<CommandPreview>(new EngineNotStartedException());
        if (_previews.Count >= PreviewsMax)
            return Task.FromException<CommandPreview>(new ControlLaneFullException(_recordsMax));

        var request = new PreviewRequest(CommandRecords.Build(command, requestId: 0));
        _previews.Enqueue(request);
        if (Volatile.Read(ref _isClosed) != 0) FailAll();
        return request.Task;
    }

    /// <summary>
    /// Puts something on record that the host has seen or done and that nobody is answered. False, and nothing is
    /// there, if there is no room or no run: a note is never worth a command's place.
    /// </summary>
    public bool TryNote(ReadOnlySpan<EngineEvent> records)
    {
        if (_lane is null || Volatile.Read(ref _isOpen) == 0 || Volatile.Read(ref _isClosed) != 0) return false;
        return records.Length <= Math.Min(_lane.RunMax, _recordsMax) && _lane.TryWriteRun(records);
    }

    /// <summary>A number by which a note is found again; unique in the life of the journal.</summary>
    public long NextRequestId() => Interlocked.Increment(ref _lastRequestId);

    public bool TryTakePreview(out PreviewRequest request) => _previews.TryDequeue(out request!);

    public void OnAnswered(in EngineEvent answered, IReadOnlyList<HoldInForce> holds)
    {
        if (Remove(answered.CommandAnswer.RequestId) is not { } pending) return;

        _latency?.Record(pending.GivenTicks, Stopwatch.GetTimestamp());
        pending.Complete(new CommandAnswer
        {
            Sequence = answered.Sequence,
            Result = answered.CommandAnswer,
            Holds = holds,
        });
    }

    /// <summary>Nothing is answered any more; whoever waits is told so.</summary>
    public void Close()
    {
        Volatile.Write(ref _isClosed, 1);
        FailAll();
    }

    private void FailAll()
    {
        while (_previews.TryDequeue(out var preview)) preview.Fail(new EngineStoppedException());
        foreach (var requestId in _pending.Keys) Remove(requestId)?.Fail(new EngineStoppedException());
    }

    private PendingCommand? Remove(long requestId)
    {
        if (!_pending.TryRemove(requestId, out var pending)) return null;
        Interlocked.Add(ref _records, -pending.RecordCount);
        return pending;
    }
}
