namespace Engine.Core.Sequencing;

/// <summary>
/// Shared by everything that runs in one pipeline: one halt stops all, and the first fault is reported once.
/// </summary>
public sealed class RunControl
{
    private readonly Action<PipelineFault>? _onFault;
    private PipelineFault? _fault;
    private int _halted;

    /// <param name="onFault">Called once, on the thread that failed, after everything was told to halt.</param>
    public RunControl(Action<PipelineFault>? onFault = null) => _onFault = onFault;

    public bool IsHalted => Volatile.Read(ref _halted) != 0;

    /// <summary>What stopped the pipeline, or null. Later faults are consequences and are not kept.</summary>
    public PipelineFault? Fault => Volatile.Read(ref _fault);

    /// <summary>
    /// Stop at once: what is published but not yet handled stays where it is. Seen within a millisecond.
    /// </summary>
    public void Halt() => Volatile.Write(ref _halted, 1);

    /// <summary>Halts everything. True for the first fault, the one that is reported.</summary>
    public bool ReportFault(string stage, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var fault = new PipelineFault(stage, exception);
        var isFirst = Interlocked.CompareExchange(ref _fault, fault, null) is null;
        Halt();
        if (isFirst) _onFault?.Invoke(fault);
        return isFirst;
    }
}
