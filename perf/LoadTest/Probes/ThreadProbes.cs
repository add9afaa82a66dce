using Engine.Core.Sequencing;

namespace LoadTest.Probes;

/// <summary>A probe for every thread of one engine, and the collections of the whole process.</summary>
internal sealed class ThreadProbes
{
    private readonly List<ThreadProbe> _threads = [];
    private readonly int[] _collectionsAtMark = new int[GC.MaxGeneration + 1];

    public IReadOnlyList<ThreadProbe> Threads => _threads;

    public (IStage First, IStage Last) Add(string threadName)
    {
        var probe = new ThreadProbe(threadName);
        _threads.Add(probe);
        return (probe.First, probe.Last);
    }

    public void Mark()
    {
        foreach (var thread in _threads) thread.Mark();
        for (var i = 0; i < _collectionsAtMark.Length; i++) _collectionsAtMark[i] = GC.CollectionCount(i);
    }

    /// <summary>Collections of a generation since the mark.</summary>
    public int Collections(int generation) => GC.CollectionCount(generation) - _collectionsAtMark[generation];
}
