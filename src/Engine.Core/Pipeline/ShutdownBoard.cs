namespace Engine.Core.Pipeline;

/// <summary>
/// How far an orderly stop is, for any number of readers on any thread: every note from the first one on, and a task
/// for the next. Written by the thread that runs the engine, and by the process for the last note.
/// </summary>
public sealed class ShutdownBoard
{
    /// <summary>Steps of a stop, the last one of the process included.</summary>
    public const int Steps = 10;

    private readonly Lock _gate = new();
    private readonly List<ShutdownNote> _notes = [];
    private TaskCompletionSource _changed = NewChange();
    private TimeSpan _ordersDeadline;

    /// <param name="ordersDeadline">As configured.</param>
    public ShutdownBoard(TimeSpan ordersDeadline) => _ordersDeadline = ordersDeadline;

    /// <summary>How long a stop waits for working orders, from its begin; may change while it waits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or above that of the setting.</exception>
    public TimeSpan OrdersDeadline
    {
        get
        {
            lock (_gate) return _ordersDeadline;
        }
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value.Ticks);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Ticks, EngineOptions.StopDeadlineNsMax / 100);
            lock (_gate) _ordersDeadline = value;
        }
    }

    /// <summary>The last note is there.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The note of a position; null if it is not there yet, with a task that ends when it may be.</summary>
    public ShutdownNote? TryRead(int position, out Task changed)
    {
        lock (_gate)
        {
            changed = _changed.Task;
            return position < _notes.Count ? _notes[position] : null;
        }
    }

    /// <summary>A step begins or goes on; the same words again are no news.</summary>
    public void Note(ShutdownNote note)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (IsOver || (_notes.Count > 0 && _notes[^1] == note)) return;
            _notes.Add(note);
            IsOver = note.ExitCode is not null;
            changed = _changed;
            _changed = NewChange();
        }
        changed.SetResult();
    }

    /// <summary>The engine has stopped and this is how its process will end.</summary>
    public void Complete(int exitCode, string remaining) =>
        Note(new ShutdownNote(Steps, "stopped", true, remaining) { ExitCode = exitCode });

    // The continuations of readers must not run on the thread that stops the engine.
    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
