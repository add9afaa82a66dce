namespace RpcLoad;

/// <summary>What one round of one case gave.</summary>
/// <param name="PerSecond">Exchanges per second, all workers together.</param>
/// <param name="P50Us">Median time of an exchange in microseconds.</param>
/// <param name="P99Us">99th percentile in microseconds.</param>
/// <param name="CpuUs">Processor time of client and server per exchange, in microseconds.</param>
/// <param name="ClientBytes">Bytes allocated by the client per exchange.</param>
/// <param name="ServerBytes">Bytes allocated by the server per exchange.</param>
internal readonly record struct Round(
    double PerSecond, double P50Us, double P99Us, double CpuUs, double ClientBytes, double ServerBytes)
{
    /// <summary>The median of each figure.</summary>
    public static Round Median(IReadOnlyList<Round> rounds) => new(
        Median(rounds, r => r.PerSecond),
        Median(rounds, r => r.P50Us),
        Median(rounds, r => r.P99Us),
        Median(rounds, r => r.CpuUs),
        Median(rounds, r => r.ClientBytes),
        Median(rounds, r => r.ServerBytes));

    private static double Median(IReadOnlyList<Round> rounds, Func<Round, double> figure)
    {
        double[] ordered = [.. rounds.Select(figure).Order()];
        return ordered[ordered.Length / 2];
    }
}
