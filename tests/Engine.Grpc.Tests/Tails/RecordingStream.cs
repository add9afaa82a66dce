using Engine.Grpc.Tails;
using Grpc.Core;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Tails;

/// <summary>A client's end of a stream: keeps what arrives, and stops reading when it is told to.</summary>
internal sealed class RecordingStream : IServerStreamWriter<EncodedBatch>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<Wire.EventBatch> _batches = [];
    private TaskCompletionSource? _stuck;
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WriteOptions? WriteOptions { get; set; }

    /// <summary>Called with each batch as it arrives.</summary>
    public Action<Wire.EventBatch>? Check { get; init; }

    public IReadOnlyList<Wire.EventBatch> Batches
    {
        get
        {
            lock (_gate) return [.. _batches];
        }
    }

    public IEnumerable<long> Sequences => Batches.SelectMany(batch => batch.Events).Select(e => e.Sequence);

    /// <summary>The next write is taken and does not come through until <see cref="Read"/>.</summary>
    public void StopReading()
    {
        lock (_gate) _stuck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Read()
    {
        lock (_gate)
        {
            _stuck?.TrySetResult();
            _stuck = null;
        }
    }

    public async Task UntilAsync(Func<IReadOnlyList<Wire.EventBatch>, bool> isMeant)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            Task arrived;
            lock (_gate)
            {
                if (isMeant(_batches)) return;
                arrived = _arrived.Task;
            }
            await arrived.WaitAsync(deadline.Token);
        }
    }

    public Task UntilScannedAsync(long sequence) =>
        UntilAsync(batches => batches.Count > 0 && batches[^1].ScannedToSequence >= sequence);

    public Task WriteAsync(EncodedBatch message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(EncodedBatch message, CancellationToken cancellationToken)
    {
        var batch = TailBench.Parse(message);
        Check?.Invoke(batch);
        lock (_gate)
        {
            _batches.Add(batch);
            _arrived.TrySetResult();
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _stuck?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }
    }
}
