using System.Globalization;
using System.Runtime.InteropServices;

namespace CrashHost;

/// <summary>Counts how often the armed point is reached and kills the process when its time has come.</summary>
internal sealed partial class CrashSwitch(string point, long nth)
{
    private const int SignalKill = 9;

    private long _count;
    private int _isFlattening;
    private int _isFlattenAnswered;

    /// <summary>A flatten was commanded.</summary>
    public bool IsFlattening => Volatile.Read(ref _isFlattening) != 0;

    /// <summary>It is durable.</summary>
    public bool IsFlattenAnswered => Volatile.Read(ref _isFlattenAnswered) != 0;

    public void BeginFlatten() => Volatile.Write(ref _isFlattening, 1);

    public void FlattenIsDurable() => Volatile.Write(ref _isFlattenAnswered, 1);

    /// <summary>True if this point is the armed one, so that the others cost nothing.</summary>
    public bool IsArmed(string name) => name == point;

    /// <summary>Kills the process if this is the n-th time.</summary>
    public void Reach(string name, string detail)
    {
        if (IsArmed(name) && Interlocked.Increment(ref _count) == nth) Die(detail);
    }

    /// <summary>Counts several at once: which of them, from 1, is the one to die at; 0 if it is none of them.</summary>
    public long Take(string name, long units)
    {
        if (!IsArmed(name)) return 0;
        var before = Interlocked.Add(ref _count, units) - units;
        return before < nth && nth <= before + units ? nth - before : 0;
    }

    /// <summary>SIGKILL: no handler, no finally, no flush. What the kernel has is all that is left.</summary>
    public void Die(string detail)
    {
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"crash: {point} #{nth}: {detail}"));
        Console.Error.Flush();
        _ = Kill(Environment.ProcessId, SignalKill);
        Thread.Sleep(Timeout.Infinite); // Another thread may take the signal: nothing may happen here any more.
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
