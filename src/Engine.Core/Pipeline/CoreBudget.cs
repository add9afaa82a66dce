using System.Globalization;

namespace Engine.Core.Pipeline;

/// <summary>
/// How much processor this process may use: the cores it may run on, and the quota of its control group, which
/// throttles a process that spins on more cores than it was given.
/// </summary>
/// <param name="Cores">Cores that threads may run on.</param>
/// <param name="QuotaCores">Processor time per time as a number of cores, or null without a limit.</param>
public sealed record CoreBudget(int Cores, double? QuotaCores = null)
{
    /// <summary>Whole cores that may be kept busy at the same time; at least 1.</summary>
    public int Usable => Math.Max(1, QuotaCores is { } quota ? Math.Min(Cores, (int)Math.Floor(quota)) : Cores);

    /// <summary>Reads affinity and control group (version 2 or 1) of this process.</summary>
    public static CoreBudget OfThisProcess()
    {
        var allowed = CpuAffinity.Allowed().Count;
        return new CoreBudget(allowed > 0 ? allowed : Environment.ProcessorCount, ReadQuota("/"));
    }

    /// <summary>
    /// The tightest limit on the way from the process's group to the root, below another root in tests.
    /// </summary>
    internal static double? ReadQuota(string root)
    {
        var membership = TryRead(Path.Combine(root, "proc/self/cgroup"));
        if (membership is null) return null;

        double? tightest = null;
        foreach (var line in membership.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // hierarchy-id ":" controllers ":" path; version 2 has id 0 and no controllers.
            var parts = line.Split(':', 3);
            if (parts.Length < 3) continue;
            var isVersion2 = parts[0] == "0" && parts[1].Length == 0;
            if (!isVersion2 && !parts[1].Split(',').Contains("cpu")) continue;

            var mount = Path.Combine(root, "sys/fs/cgroup", parts[1]);
            for (var group = parts[2].Trim('/'); ; group = Path.GetDirectoryName(group) ?? "")
            {
                var folder = Path.Combine(mount, group);
                var quota = isVersion2 ? QuotaVersion2(folder) : QuotaVersion1(folder);
                if (quota is { } cores && (tightest is null || cores < tightest)) tightest = cores;
                if (group.Length == 0) break;
            }
        }
        return tightest;
    }

    // "max 100000", or quota and period in microseconds.
    private static double? QuotaVersion2(string folder)
    {
        var fields = TryRead(Path.Combine(folder, "cpu.max"))?.Split(' ', StringSplitOptions.TrimEntries);
        return fields is [var quota, var period] ? Ratio(quota, period) : null;
    }

    // A quota of -1 means no limit.
    private static double? QuotaVersion1(string folder) =>
        Ratio(TryRead(Path.Combine(folder, "cpu.cfs_quota_us")), TryRead(Path.Combine(folder, "cpu.cfs_period_us")));

    private static double? Ratio(string? quotaText, string? periodText) =>
        TryParse(quotaText, out var quota) && TryParse(periodText, out var period) ? (double)quota / period : null;

    private static bool TryParse(string? text, out long value) =>
        long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;

    // A file that is not there or not for us means that no limit is known; the cores themselves still are one.
    private static string? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
