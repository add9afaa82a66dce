using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Engine.Rpc.Tests.Server;

/// <summary>Counts how often the server hands bytes to its sockets.</summary>
internal sealed class FlushCounter
{
    private int _flushes;

    public int Flushes => Volatile.Read(ref _flushes);

    /// <summary>Middleware of connections.</summary>
    public ConnectionDelegate Count(ConnectionDelegate next) => connection =>
    {
        connection.Transport = new CountedPipe(connection.Transport, this);
        return next(connection);
    };

    private sealed class CountedPipe(IDuplexPipe inner, FlushCounter counter) : IDuplexPipe
    {
        public PipeReader Input => inner.Input;

        public PipeWriter Output { get; } = new CountedWriter(inner.Output, counter);
    }

    private sealed class CountedWriter(PipeWriter inner, FlushCounter counter) : PipeWriter
    {
        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref counter._flushes);
            return inner.FlushAsync(cancellationToken);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);
    }
}
