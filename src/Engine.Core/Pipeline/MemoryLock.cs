using System.Globalization;
using System.Runtime.InteropServices;

namespace Engine.Core.Pipeline;

/// <summary>
/// Keeps the pages of this process in memory: what has been touched once is never written out, and never has to be
/// read back in the middle of a burst. Pages are locked as they are touched, because the runtime reserves far more
/// address space than it uses.
/// </summary>
public static partial class MemoryLock
{
    private const int CurrentPages = 1;
    private const int FuturePages = 2;
    private const int OnFault = 4;
    private const int ResourceLockedMemory = 8;

    /// <summary>Null when all pages of the process are locked from now on, else why they are not.</summary>
    public static string? TryLockAll()
    {
        if (!OperatingSystem.IsLinux()) return "Locking memory needs Linux; memory may be paged out.";
        if (LockAll(CurrentPages | FuturePages | OnFault) == 0) return null;

        var error = Marshal.GetLastPInvokeError();
        return string.Create(CultureInfo.InvariantCulture,
            $"mlockall refused: {Marshal.GetPInvokeErrorMessage(error)} (errno {error}). {Limit()}: set it to "
            + $"unlimited (LimitMEMLOCK=infinity, ulimit -l, --ulimit memlock=-1) or grant CAP_IPC_LOCK. Memory may be "
            + $"paged out.");
    }

    /// <summary>Undoes it, for a process that goes on with something else.</summary>
    public static bool TryUnlockAll() => OperatingSystem.IsLinux() && UnlockAll() == 0;

    private static string Limit() => GetLimit(ResourceLockedMemory, out var limit) != 0 ? "RLIMIT_MEMLOCK is not known"
        : limit.Soft == ulong.MaxValue ? "RLIMIT_MEMLOCK is unlimited"
        : string.Create(CultureInfo.InvariantCulture, $"RLIMIT_MEMLOCK is {limit.Soft / 1024} KiB");

    [LibraryImport("libc", EntryPoint = "mlockall", SetLastError = true)]
    private static partial int LockAll(int flags);

    [LibraryImport("libc", EntryPoint = "munlockall", SetLastError = true)]
    private static partial int UnlockAll();

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
