using System.Diagnostics;

namespace Engine.Core.Metrics;

/// <summary>
/// All latencies of one run. Each has one writing thread: the gateway's for everything but commands, which is the
/// follower's. Any thread may read at any time and holds nobody up; what it reads may be a sample or two apart.
/// </summary>
public sealed class LatencyBook
{
    private readonly LatencyRecorder[] _recorders =
        [.. LatencyCatalog.All.Select(_ => new LatencyRecorder())];

    /// <summary>Orders that stand for the buckets of <see cref="LatencySpan.TickToOrder"/>.</summary>
    public OrderExemplars TickToOrderExemplars { get; } = new();

    public LatencyRecorder this[LatencySpan span] => _recorders[(int)span];

    /// <summary>Groups whose stamps were overwritten before they were looked at. Zero, or the bound is wrong.</summary>
    public long LostGroups { get; internal set; }

    /// <summary>Quantiles of everything, in the order of the catalogue.</summary>
    public IReadOnlyList<LatencyFigures> Read()
    {
        var now = Stopwatch.GetTimestamp();
        var copy = new LatencyHistogram();
        var figures = new LatencyFigures[_recorders.Length];
        for (var i = 0; i < figures.Length; i++)
        {
            _recorders[i].Histogram.CopyTo(copy);
            figures[i] = LatencyFigures.Of((LatencySpan)i, copy, _recorders[i].Recent.Read(now));
        }
        return figures;
    }
}
