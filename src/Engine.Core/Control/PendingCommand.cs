using System.Diagnostics;

namespace Engine.Core.Control;

/// <summary>A caller that waits for an answer. Its continuations never run on the thread that brings it.</summary>
internal sealed class PendingCommand
{
    private readonly TaskCompletionSource<CommandAnswer> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly CancellationTokenRegistration _registration;

    public PendingCommand(int recordCount, CancellationToken cancellation)
    {
        RecordCount = recordCount;
        _registration = cancellation.Register(() => _answer.TrySetCanceled(cancellation));
    }

    /// <summary>Slots of the control lane that it took.</summary>
    public int RecordCount { get; }

    /// <summary>When it was given, in ticks of <see cref="Stopwatch"/>.</summary>
    public long GivenTicks { get; } = Stopwatch.GetTimestamp();

    public Task<CommandAnswer> Task => _answer.Task;

    public void Complete(CommandAnswer answer)
    {
        _registration.Dispose();
        _answer.TrySetResult(answer);
    }

    public void Fail(ControlException exception)
    {
        _registration.Dispose();
        _answer.TrySetException(exception);
    }
}
