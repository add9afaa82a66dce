using System.Runtime.CompilerServices;

namespace Engine.Core.Sequencing;

/// <summary>
/// How far a consumer may read: to the slowest of what it depends on, a producer's cursor or the progress of other
/// consumers. With one dependency, the usual case, it is that counter and nothing else.
/// </summary>
public sealed class SequenceBarrier
{
    private readonly Sequence[]? _several;
    private readonly Sequence _only;
    private readonly MultiProducerSequencer? _multi;

    public SequenceBarrier(params ReadOnlySpan<Sequence> upstream)
    {
        if (upstream.IsEmpty) throw new ArgumentException("A barrier needs something to wait for.", nameof(upstream));
        _only = upstream[0];
        _several = upstream.Length == 1 ? null : upstream.ToArray();
    }

    /// <summary>
    /// For the first consumers of a ring with several producers; those behind them depend on their progress.
    /// </summary>
    public SequenceBarrier(MultiProducerSequencer sequencer)
    {
        ArgumentNullException.ThrowIfNull(sequencer);
        _multi = sequencer;
        _several = [];
        _only = new Sequence();
    }

    /// <summary>
    /// Last position that may be read now; below <paramref name="next"/> when there is none from there on.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Available(long next) => _several is null ? _only.Value : SlowestOfSeveral(next);

    /// <summary>The consumer parks on this signal. Called while building the graph.</summary>
    public void WakeOnPublish(WakeSignal waiter)
    {
        if (_multi is not null) _multi.WakeOnPublish(waiter);
        else if (_several is null) _only.WakeOnPublish(waiter);
        else foreach (var sequence in _several) sequence.WakeOnPublish(waiter);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long SlowestOfSeveral(long next)
    {
        if (_multi is not null) return _multi.HighestPublished(next);

        var slowest = long.MaxValue;
        foreach (var sequence in _several!) slowest = Math.Min(slowest, sequence.Value);
        return slowest;
    }
}
