using Engine.Core.Pipeline;
using Grpc.Core;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>
/// Those who watch a stop. Each reads the notes of the stop at his own pace; the server waits for them a little before
/// it ends, so that the result reaches whoever asked.
/// </summary>
internal sealed class ShutdownStreams(ShutdownBoard board)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;

    /// <summary>
    /// Counts a call in until its response has left, status included. To be called first: the engine may have stopped
    /// before the answer to the command is looked at.
    /// </summary>
    public void Enter(ServerCallContext context)
    {
        lock (_gate) _running++;
        context.GetHttpContext().Response.OnCompleted(() =>
        {
            lock (_gate)
            {
                _running--;
                if (_running == 0 && board.IsOver) _idle.TrySetResult();
            }
            return Task.CompletedTask;
        });
    }

    /// <summary>Every note of the stop from its beginning to its result.</summary>
    public async Task WriteAsync(IServerStreamWriter<Wire.ShutdownProgress> stream, CancellationToken cancellation)
    {
        for (var position = 0; ;)
        {
            var note = board.TryRead(position, out var changed);
            if (note is null)
            {
                await changed.WaitAsync(cancellation).ConfigureAwait(false);
                continue;
            }
            await stream.WriteAsync(Progress(note), cancellation).ConfigureAwait(false);
            if (note.ExitCode is not null) return;
            position++;
        }
    }

    /// <summary>The steps that a stop would have.</summary>
    public static async Task WriteDryRunAsync(
        Wire.CommandReply preview, IServerStreamWriter<Wire.ShutdownProgress> stream, CancellationToken cancellation)
    {
        foreach (var line in preview.Effects.Concat(preview.DoesNot))
        {
            await stream.WriteAsync(
                new Wire.ShutdownProgress { Steps = ShutdownBoard.Steps, Name = "dry run", Remaining = line },
                cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Nothing stops yet: somebody else has to give the same command.</summary>
    public static Task WriteWaitingAsync(
        Wire.CommandReply reply, IServerStreamWriter<Wire.ShutdownProgress> stream, CancellationToken cancellation) =>
        stream.WriteAsync(
            new Wire.ShutdownProgress
            {
                Steps = ShutdownBoard.Steps,
                Name = reply.CodeName,
                Remaining = string.Join("; ", reply.Effects),
            },
            cancellation);

    /// <summary>Waits until everybody has the result. False if somebody does not read.</summary>
    public bool WaitUntilRead(TimeSpan deadline)
    {
        lock (_gate)
        {
            if (_running == 0 || !board.IsOver) return _running == 0;
        }
        return _idle.Task.Wait(deadline);
    }

    private static Wire.ShutdownProgress Progress(ShutdownNote note)
    {
        var progress = new Wire.ShutdownProgress
        {
            Step = note.Number,
            Steps = ShutdownBoard.Steps,
            Name = note.Name,
            IsDone = note.IsDone,
            Remaining = note.Remaining,
        };
        if (note.ExitCode is { } exitCode) progress.ExitCode = exitCode;
        return progress;
    }
}
