using Engine.Core.Events;
using Engine.Testing;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// What the breakers should do, written a second time: everything that ever happened is kept in lists and counted
/// again, with 128-bit products instead of shares.
/// </summary>
internal sealed class BreakerReference
{
    public const int OrderRateLimit = 6;
    public const int ErrorRateLimit = 3;
    public const int RejectPercent = 30;
    public const int RejectSampleMin = 4;
    public const int VolatilityBps = 300;
    public const long LatencyLimitNs = 1_000;
    public const long WindowNs = 16 * LogicBench.Second;

    private const int Parts = 16;

    private static readonly BreakerKind[] Windowed =
        [BreakerKind.OrderRate, BreakerKind.RejectRatio, BreakerKind.ErrorRate, BreakerKind.Volatility];

    private readonly Dictionary<BreakerKind, List<(long TimeNs, long Value)>> _noted =
        Windowed.ToDictionary(kind => kind, _ => new List<(long TimeNs, long Value)>());

    private readonly HashSet<BreakerKind> _tripped = [];
    private long _latencyNs;
    private long _checkedSecond = -1;

    public static string[] Settings { get; } =
    [
        $"breakers.orderRate.limit={OrderRateLimit}", $"breakers.errorRate.limit={ErrorRateLimit}",
        $"breakers.rejectRatio.limit={RejectPercent}", $"breakers.rejectRatio.minimumSample={RejectSampleMin}",
        $"breakers.volatility.limit={VolatilityBps}", $"breakers.latency.limit={LatencyLimitNs}ns",
        .. new[] { "orderRate", "errorRate", "rejectRatio", "volatility" }
            .Select(name => $"breakers.{name}.window={WindowNs / LogicBench.Second}s"),
        .. new[] { "orderRate", "errorRate", "rejectRatio", "volatility", "latency" }
            .SelectMany(name => new[] { $"breakers.{name}.enabled=true", $"breakers.{name}.cooldown=0" }),
    ];

    public static BreakerKind[] Kinds { get; } = [.. Windowed, BreakerKind.Latency];

    public bool IsHalted => _tripped.Count > 0;

    public bool IsTripped(BreakerKind kind) => _tripped.Contains(kind);

    public void Note(BreakerKind kind, long nowNs, long value)
    {
        _noted[kind].Add((nowNs, value));
        Look(kind, nowNs);
    }

    public void Latency(long nowNs, long latencyNs)
    {
        _latencyNs = latencyNs;
        Look(BreakerKind.Latency, nowNs);
    }

    /// <summary>After each input: once a second what may rise by itself is looked at.</summary>
    public void AfterInput(long nowNs)
    {
        if (nowNs / LogicBench.Second == _checkedSecond) return;
        _checkedSecond = nowNs / LogicBench.Second;
        Look(BreakerKind.RejectRatio, nowNs);
    }

    /// <summary>What a reset is answered with.</summary>
    public CommandCode Reset(BreakerKind kind, long nowNs, bool setsBaseline)
    {
        if (!_tripped.Contains(kind)) return CommandCode.NothingToDo;
        if (setsBaseline && kind == BreakerKind.Latency) return CommandCode.BaselineUnsupported;
        if (!setsBaseline && Exceeds(kind, nowNs)) return CommandCode.BreakerStillExceeded;
        if (setsBaseline) _noted[kind].Clear();
        _tripped.Remove(kind);
        return CommandCode.Done;
    }

    private void Look(BreakerKind kind, long nowNs)
    {
        if (Exceeds(kind, nowNs)) _tripped.Add(kind);
    }

    private bool Exceeds(BreakerKind kind, long nowNs)
    {
        if (kind == BreakerKind.Latency) return _latencyNs > LatencyLimitNs;

        const long partNs = WindowNs / Parts;
        var kept = _noted[kind].Where(e => (nowNs / partNs) - (e.TimeNs / partNs) < Parts).ToArray();
        return kind switch
        {
            BreakerKind.OrderRate => kept.Length > OrderRateLimit,
            BreakerKind.ErrorRate => kept.Length > ErrorRateLimit,
            BreakerKind.RejectRatio => kept.Length >= RejectSampleMin
                && kept.Count(e => e.Value == 1) * 100 > RejectPercent * kept.Length,
            _ => kept.Length > 0 && (kept.Max(e => e.Value) - kept.Min(e => e.Value)) * 10_000
                >= VolatilityBps * kept.Min(e => e.Value),
        };
    }
}
