using System.Runtime.InteropServices;

namespace Engine.Core.Pipeline;

/// <summary>
/// Makes the calling thread give way to others. The runtime's thread priorities do nothing on Linux; niceness belongs
/// to a thread there, and anybody may raise his own.
/// </summary>
public static partial class ThreadNiceness
{
    private const int Thread = 0;       // PRIO_PROCESS, which means a thread.
    private const int CallingThread = 0;

    /// <summary>False where the system refuses; the thread runs on as before.</summary>
    /// <param name="niceness">0 (as any thread) to 19.</param>
    public static bool TryRaise(int niceness)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(niceness);
        return OperatingSystem.IsLinux() && SetPriority(Thread, CallingThread, niceness) == 0;
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int id, int niceness);
}
