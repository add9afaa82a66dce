using System.Globalization;
using Engine.Core.Journal;
using Engine.Grpc.Services;
using Grpc.Core;

namespace Engine.Grpc.Tails;

/// <summary>
/// One client's way through the journal: its own position over pages that it shares with the others. A step sends one
/// message at most and never waits. Who cannot keep up is ended, and told where to go on. Used by the thread of
/// <see cref="TailServer"/>.
/// </summary>
internal sealed class JournalTail : IDisposable
{
    public const string ResumeTrailer = "engine-resume-from";

    // Pages of one step: a reader whose filter lets nothing pass must not keep the others waiting.
    private const int PagesPerStep = 16;

    private readonly TailRequest _request;
    private readonly ReaderClaim _claim;
    private readonly TailLimits _limits;
    private readonly TimeProvider _time;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenSource _abandoned = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _eventsLeft;
    private long _scannedTo;
    private long _sentTo;
    private long _sentAt;
    private bool _hasCaughtUp;
    private bool _isLast;
    private Task? _write;
    private string? _whyBehind;

    /// <param name="claim">Moved along: retention leaves what this tail has not looked at.</param>
    public JournalTail(
        TailRequest request, ReaderClaim claim, TailLimits limits, TimeProvider time, CancellationToken cancellation)
    {
        _claim = claim;
        _request = request;
        _limits = limits;
        _time = time;
        _cancellation = cancellation;
        _eventsLeft = request.Limit == 0 ? long.MaxValue : request.Limit;
        _scannedTo = _sentTo = request.FromSequence - 1;
        _sentAt = time.GetTimestamp();
    }

    /// <summary>Ends with the stream; faulted with what the caller is to be told.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Still has everything that is durable to look at.</summary>
    public bool IsBehind(long durable) => _scannedTo < durable;

    /// <summary>Goes on a little. Must not be called again once it is over.</summary>
    /// <param name="durable">Nothing beyond is looked at.</param>
    /// <param name="batch">Free to be used, and free again afterwards.</param>
    /// <param name="written">Called, on any thread, when a write that had to wait is through.</param>
    public TailStep Step(
        long durable, JournalPages pages, EventEncoder encoder, EncodedBatch batch, TailPace pace, Action written)
    {
        try
        {
            return StepOrThrow(durable, pages, encoder, batch, pace, written);
        }
        catch (Exception failure)
        {
            return End(failure); // Whose call it is says what to tell: nothing is lost here.
        }
    }

    /// <summary>Ends it from outside: the server goes.</summary>
    public void Stop() => End(new OperationCanceledException("The server stops."));

    /// <summary>Only when it is over.</summary>
    public void Dispose() => _abandoned.Dispose();

    private TailStep StepOrThrow(
        long durable, JournalPages pages, EventEncoder encoder, EncodedBatch batch, TailPace pace, Action written)
    {
        if (_write is { IsCompleted: false })
        {
            if (WhyAbandon(durable)) _abandoned.Cancel();
            return TailStep.Waiting;
        }
        if (_write is { } done)
        {
            _write = null;
            if (_whyBehind is not null) throw Behind(_whyBehind);
            done.GetAwaiter().GetResult();
        }
        _cancellation.ThrowIfCancellationRequested();
        if (_isLast || _eventsLeft == 0) return End(null);
        if (LagOf(durable) is { } lag) throw Behind(lag);
        if (IsBehind(durable) && pace.WaitTime() > TimeSpan.Zero) return TailStep.Paced;

        batch.Clear();
        var from = _scannedTo;
        Collect(durable, pages, encoder, batch);
        var isAtEnd = !IsBehind(durable);
        _hasCaughtUp |= isAtEnd;
        _isLast = isAtEnd && !_request.Follow;
        if (batch.Count == 0 && !MustTellPosition())
            return _isLast || (_scannedTo > from && !isAtEnd) ? TailStep.Moved : TailStep.Waiting;

        batch.Close(_scannedTo);
        pace.Take(batch.Length);
        Write(batch, written);
        return _write is { IsCompleted: false } ? TailStep.Waiting : TailStep.Moved;
    }

    // As far as one message goes; less at the end.
    private void Collect(long durable, JournalPages pages, EventEncoder encoder, EncodedBatch batch)
    {
        for (var looked = 0; looked < PagesPerStep && _scannedTo < durable; looked++)
        {
            var page = pages.PageOf(_scannedTo + 1, durable);
            if (page.KnownTo <= _scannedTo) return; // The reader waits for the file to grow.

            for (var i = page.IndexOf(_scannedTo + 1); i < page.Count; i++)
            {
                ref readonly var record = ref page[i];
                if (_eventsLeft == 0) return;
                if (_request.Filter.Passes(in record))
                {
                    if (!batch.TryAdd(page.Encoded(i, _request.Content, encoder))) return;
                    _eventsLeft--;
                }
                _scannedTo = record.Sequence;
            }
            _scannedTo = Math.Max(_scannedTo, Math.Min(page.KnownTo, durable)); // Sequences that were never given.
            _claim.MoveTo(EventPage.StartOf(_scannedTo + 1));
        }
    }

    private bool MustTellPosition() => _scannedTo > _sentTo
        && (_isLast || _scannedTo - _sentTo >= ControlLimits.BatchScannedMax
            || _time.GetElapsedTime(_sentAt) >= ControlLimits.JournalHeartbeat);

    private void Write(EncodedBatch batch, Action written)
    {
        _sentTo = _scannedTo;
        _sentAt = _time.GetTimestamp();
        _write = _request.Stream.WriteAsync(batch, _abandoned.Token);
        if (!_write.IsCompleted) _write.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(written);
    }

    // A write that waits for its client, and must not wait any longer.
    private bool WhyAbandon(long durable)
    {
        if (_abandoned.IsCancellationRequested) return false;

        _whyBehind = LagOf(durable);
        if (_whyBehind is null && _time.GetElapsedTime(_sentAt) > _limits.StallMax)
            _whyBehind = string.Create(CultureInfo.InvariantCulture,
                $"nothing was read for {_limits.StallMax.TotalSeconds} s");
        return _whyBehind is not null || _cancellation.IsCancellationRequested;
    }

    private string? LagOf(long durable)
    {
        var lag = durable - _scannedTo;
        return _hasCaughtUp && lag > _limits.LagRecordsMax
            ? string.Create(CultureInfo.InvariantCulture,
                $"{lag} records behind, {_limits.LagRecordsMax} are allowed (control.journalLagRecords)")
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

    private TailStep End(Exception? failure)
    {
        if (failure is null) _completion.TrySetResult();
        else if (failure is OperationCanceledException) _completion.TrySetCanceled(_cancellation);
        else _completion.TrySetException(failure);
        return TailStep.Over;
    }
}
