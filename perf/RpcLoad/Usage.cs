using System.Globalization;

namespace RpcLoad;

/// <summary>What a process has used since its start.</summary>
/// <param name="AllocatedBytes">Of the managed heap.</param>
/// <param name="CpuUs">Of all threads, in microseconds. Unlike times it hardly depends on who else is running.</param>
internal readonly record struct Usage(long AllocatedBytes, long CpuUs)
{
    public static Usage Now() => new(
        GC.GetTotalAllocatedBytes(precise: true), (long)Environment.CpuUsage.TotalTime.TotalMicroseconds);

    /// <summary>What <see cref="ToString"/> wrote.</summary>
    public static Usage Parse(string text)
    {
        var parts = text.Split(' ');
        return new Usage(
            long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{AllocatedBytes} {CpuUs}");

    /// <summary>Per exchange, since an earlier reading.</summary>
    public (double Bytes, double CpuUs) PerExchange(Usage before, long exchanges) =>
        ((double)(AllocatedBytes - before.AllocatedBytes) / exchanges, (double)(CpuUs - before.CpuUs) / exchanges);
}
