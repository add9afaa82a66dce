using System.Globalization;
using System.Runtime.InteropServices;

namespace Engine.Core.Pipeline;

/// <summary>
/// Puts the calling thread above every ordinary one (SCHED_FIFO). Such a thread keeps its core until it waits, so there
/// must be a core that none of them uses: else a thread they wait for, or the one that stops the engine, might never
/// run.
/// </summary>
public static partial class RealtimePriority
{
    /// <summary>Above ordinary threads; below those of the kernel, which begin at 50.</summary>
    public const int Highest = 49;

    private const int Fifo = 1;
    private const int ResetOnFork = 0x40000000; // Threads that this one starts are ordinary.
    private const int CallingThread = 0;

    /// <summary>Why the threads of a layout may not have it; null if they may.</summary>
    /// <param name="threads">That would have it.</param>
    /// <param name="usableCores">Of this process.</param>
    public static string? Refusal(int threads, int usableCores) => threads < usableCores
        ? null
        : string.Create(CultureInfo.InvariantCulture,
            $"threads.realtimePriority needs a core that no such thread uses: {threads} threads on {usableCores} "
            + $"usable cores. It runs at ordinary priority; fuse stages with threads.layout, or give the process more "
            + $"cores.");

    /// <summary>Null when the calling thread has the priority now, else the reason why it has not.</summary>
    /// <param name="priority">1 to <see cref="Highest"/>.</param>
    public static string? TrySet(int priority)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(priority, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(priority, Highest);
        if (!OperatingSystem.IsLinux()) return "Real-time priority needs Linux; the thread runs at ordinary priority.";

        var parameter = new SchedulingParameter { Priority = priority };
        if (SetScheduler(CallingThread, Fifo | ResetOnFork, in parameter) == 0) return null;

        var error = Marshal.GetLastPInvokeError();
        return string.Create(CultureInfo.InvariantCulture,
            $"sched_setscheduler refused SCHED_FIFO {priority}: {Marshal.GetPInvokeErrorMessage(error)} "
            + $"(errno {error}). Grant CAP_SYS_NICE or raise RLIMIT_RTPRIO (LimitRTPRIO={priority}, and "
            + $"RestrictRealtime=no). It runs at ordinary priority.");
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    private static partial int SetScheduler(int threadId, int policy, in SchedulingParameter parameter);

    [StructLayout(LayoutKind.Sequential)]
    private struct SchedulingParameter
    {
        public int Priority;
    }
}
