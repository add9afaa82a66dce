using System.Runtime.InteropServices;

namespace Engine.Core.Pipeline;

/// <summary>
/// Ties the calling thread to cores through sched_setaffinity. Containers may refuse it: then the answer says why, and
/// the engine reports that and runs unpinned.
/// </summary>
public static unsafe partial class CpuAffinity
{
    private const int CpusMax = 1024;
    private const int MaskWords = CpusMax / 64;

    /// <summary>Cores that the calling thread may run on, ascending; empty where the system does not tell.</summary>
    public static IReadOnlyList<int> Allowed()
    {
        if (!OperatingSystem.IsLinux()) return [];
        Span<ulong> mask = stackalloc ulong[MaskWords];
        mask.Clear();
        fixed (ulong* words = mask)
        {
            if (GetAffinity(0, MaskWords * sizeof(ulong), words) < 0) return [];
        }
        var cpus = new List<int>();
        for (var cpu = 0; cpu < CpusMax; cpu++)
            if ((mask[cpu / 64] >> (cpu % 64) & 1) != 0) cpus.Add(cpu);
        return cpus;
    }

    /// <summary>Null when the calling thread now runs on this core only, else the reason why it does not.</summary>
    public static string? TryPin(int cpu) => TrySet([cpu]);

    /// <summary>Null when the calling thread now runs on these cores only, else the reason why it does not.</summary>
    public static string? TrySet(IReadOnlyCollection<int> cpus)
    {
        ArgumentNullException.ThrowIfNull(cpus);
        if (!OperatingSystem.IsLinux()) return "Pinning needs Linux; the thread runs unpinned.";

        Span<ulong> mask = stackalloc ulong[MaskWords];
        mask.Clear();
        foreach (var cpu in cpus)
        {
            if ((uint)cpu >= CpusMax) return $"There is no core {cpu}; name one of {Describe(Allowed())}.";
            mask[cpu / 64] |= 1UL << (cpu % 64);
        }
        fixed (ulong* words = mask)
        {
            if (SetAffinity(0, MaskWords * sizeof(ulong), words) == 0) return null;
        }
        var error = Marshal.GetLastPInvokeError();
        var reason = Marshal.GetPInvokeErrorMessage(error);
        return $"sched_setaffinity refused {Describe(cpus)}: {reason} (errno {error}). " +
               $"Permitted here: {Describe(Allowed())}.";
    }

    private static string Describe(IReadOnlyCollection<int> cpus) =>
        cpus.Count == 0 ? "no core" : (cpus.Count == 1 ? "core " : "cores ") + string.Join(',', cpus);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int threadId, nuint maskBytes, ulong* mask);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static partial int GetAffinity(int threadId, nuint maskBytes, ulong* mask);
}
