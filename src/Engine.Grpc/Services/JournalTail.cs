using System.Globalization;
using Engine.Core.Events;
using Engine.Core.Journal;
using Grpc.Core;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>
/// One client's way through the journal, from files, at or below the durable sequence. It runs on threads of the pool
/// and shares nothing with the engine but the files and one number. Who cannot keep up is ended, and told where to go
/// on.
/// </summary>
internal sealed class JournalTail : IDisposable
{
    public const string ResumeTrailer = "engine-resume-from";

    private static readonly TimeSpan WriteCheck = TimeSpan.FromMilliseconds(100);

    private readonly JournalReader _reader;
    private readonly EventFilter _filter;
    private readonly EventRenderer _renderer;
    private readonly Func<long> _durableSequence;
    private readonly int _lagRecordsMax;
    private readonly TimeProvider _time;
    private readonly long _fromSequence;
    private long _eventsLeft;
    private long _scannedTo;
    private long _sentTo;
    private long _sentAt;
    private bool _hasCaughtUp;

    public JournalTail(
        JournalReader reader, long fromSequence, long limit, EventFilter filter, EventRenderer renderer,
        Func<long> durableSequence, int lagRecordsMax, TimeProvider time)
    {
        _reader = reader;
        _fromSequence = fromSequence;
        _filter = filter;
        _renderer = renderer;
        _durableSequence = durableSequence;
        _lagRecordsMax = lagRecordsMax;
        _time = time;
        _eventsLeft = limit == 0 ? long.MaxValue : limit;
        _scannedTo = _sentTo = fromSequence - 1;
        _sentAt = time.GetTimestamp();
    }

    /// <summary>Sends until the limit, the end of what is durable, or for ever.</summary>
    /// <exception cref="RpcException">The reader fell behind; the trailer says where to resume.</exception>
    public async Task RunAsync(
        IServerStreamWriter<Wire.EventBatch> stream, bool follow, CancellationToken cancellation)
    {
        while (_eventsLeft > 0)
        {
            var durable = _durableSequence();
            var batch = Collect(durable);
            var isAtEnd = _scannedTo >= durable;
            _hasCaughtUp |= isAtEnd;
            if (batch.Events.Count > 0 || _scannedTo - _sentTo >= ControlLimits.BatchScannedMax
                || (_scannedTo > _sentTo && (IsHeartbeatDue() || (isAtEnd && !follow))))
            {
                await WriteAsync(stream, batch, cancellation).ConfigureAwait(false);
            }
            if (!isAtEnd) continue;
            if (!follow) return;
            await Task.Delay(ControlLimits.JournalPoll, _time, cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose() => _reader.Dispose();

    // As far as one batch goes; less at the end.
    private Wire.EventBatch Collect(long durable)
    {
        var batch = new Wire.EventBatch();
        var scanMax = _sentTo + ControlLimits.BatchScannedMax;
        while (_scannedTo < durable && _scannedTo < scanMax)
        {
            var room = ControlLimits.BatchEventsMax - batch.Events.Count;
            if (room == 0 || _eventsLeft == 0) break;

            // One look is one batch at most: what is read is looked at whole.
            var next = _reader.NextSequence;
            var records = _reader.ReadUpTo(Math.Min(durable, next + Math.Min(room, _eventsLeft) - 1));
            foreach (ref readonly var record in records) Take(in record, batch);
            if (!records.IsEmpty) _scannedTo = Math.Max(_scannedTo, records[^1].Sequence);
            else if (_reader.NextSequence == next) break; // The reader waits for the file to grow.
            else _scannedTo = Math.Max(_scannedTo, _reader.NextSequence - 1); // Sequences that were never given.
        }
        batch.ScannedToSequence = _scannedTo;
        return batch;
    }

    private void Take(in EngineEvent record, Wire.EventBatch batch)
    {
        if (record.Sequence < _fromSequence || !_filter.Passes(in record)) return;

        batch.Events.Add(_renderer.Render(in record));
        _eventsLeft--;
    }

    private bool IsHeartbeatDue() => _time.GetElapsedTime(_sentAt) >= ControlLimits.JournalHeartbeat;

    private async Task WriteAsync(
        IServerStreamWriter<Wire.EventBatch> stream, Wire.EventBatch batch, CancellationToken cancellation)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var begun = _time.GetTimestamp();
        var write = stream.WriteAsync(batch, abandoned.Token);
        _sentTo = batch.ScannedToSequence;
        _sentAt = begun;
        while (!write.IsCompleted)
        {
            using var check = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(write, Task.Delay(WriteCheck, _time, check.Token)).ConfigureAwait(false);
            await check.CancelAsync().ConfigureAwait(false);
            if (write.IsCompleted || WhyBehind(begun) is not { } why) continue;

            await abandoned.CancelAsync().ConfigureAwait(false);
            await ((Task)write).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // What it ends with is known.
            throw Behind(why);
        }
        await write.ConfigureAwait(false);
    }

    private string? WhyBehind(long writeBegun)
    {
        var lag = _durableSequence() - _scannedTo;
        if (_hasCaughtUp && lag > _lagRecordsMax)
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"{lag} records behind, {_lagRecordsMax} are allowed (control.journalLagRecords)");
        }
        return _time.GetElapsedTime(writeBegun) > ControlLimits.JournalStallMax
            ? $"nothing was read for {ControlLimits.JournalStallMax.TotalSeconds} s"
            : null;
    }

    // The batch that waits is on its way all the same: it arrives before the status does.
    private RpcException Behind(string why)
    {
        var resumeFrom = (_sentTo + 1).ToString(CultureInfo.InvariantCulture);
        return new RpcException(
            new Status(StatusCode.ResourceExhausted,
                $"This reader does not keep up: {why}. Read on from sequence {resumeFrom}, faster or with a filter."),
            new Metadata { { ResumeTrailer, resumeFrom } });
    }
}
