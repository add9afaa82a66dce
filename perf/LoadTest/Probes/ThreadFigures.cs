namespace LoadTest.Probes;

/// <summary>What the kernel knows of one thread, since the thread's start.</summary>
/// <param name="RunNs">On a core.</param>
/// <param name="WaitNs">Ready to run, and waiting for a core.</param>
/// <param name="MajorFaults">Pages that had to come from a device.</param>
/// <param name="MinorFaults">Pages that were mapped at their first touch.</param>
/// <param name="Preemptions">Times that another thread was given the core.</param>
internal readonly record struct ThreadFigures(
    long RunNs, long WaitNs, long MajorFaults, long MinorFaults, long Preemptions)
{
    public ThreadFigures Since(ThreadFigures before) => new(
        RunNs - before.RunNs, WaitNs - before.WaitNs, MajorFaults - before.MajorFaults,
        MinorFaults - before.MinorFaults, Preemptions - before.Preemptions);
}
