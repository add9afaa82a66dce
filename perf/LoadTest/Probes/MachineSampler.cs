using System.Diagnostics;
using Engine.Core;
using Engine.Core.Pipeline;

namespace LoadTest.Probes;

/// <summary>
/// Looks a hundred times a second at what the kernel and the collector know, so that a stall can be explained by what
/// changed around it. Keeps the last half minute, and allocates nothing while it looks.
/// </summary>
internal sealed class MachineSampler : IDisposable
{
    private const int SamplesKept = 3_000;
    private const int NsPerClockTick = 10_000_000; // USER_HZ is 100 on every Linux of today.
    private const int StealWord = 7;               // Behind the label of all cores together.

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly IReadOnlyList<StallProbe> _probes;
    private readonly StageThread[] _stageThreads;
    private readonly List<ThreadWatch> _watches = [];
    private readonly MachineSample[] _samples;
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _stop = new();
    private readonly ProcFile _memory = new("/proc/self/statm");
    private readonly ProcFile _machine = new("/proc/stat");
    private readonly Thread _thread;
    private long _count;

    public MachineSampler(TradingEngine engine, IReadOnlyList<StallProbe> probes)
    {
        _probes = probes;
        _stageThreads =
            [.. probes.Select(probe => engine.Pipeline.Threads.First(thread => thread.Name == probe.Name))];
        _samples = [.. Enumerable.Range(0, SamplesKept).Select(_ => new MachineSample(probes.Count))];
        _thread = new Thread(Run) { Name = "sampler", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Samples taken so far.</summary>
    public long Count
    {
        get
        {
            lock (_gate) return _count;
        }
    }

    /// <summary>Calls with the samples that are kept, oldest first; none is taken meanwhile.</summary>
    public T Look<T>(Func<IReadOnlyList<MachineSample>, T> look)
    {
        lock (_gate)
        {
            var first = Math.Max(0, _count - SamplesKept);
            var ordered = new MachineSample[_count - first];
            for (var i = 0; i < ordered.Length; i++) ordered[i] = _samples[(first + i) % SamplesKept];
            return look(ordered);
        }
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        foreach (var watch in _watches) watch.Dispose();
        _memory.Dispose();
        _machine.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.Wait(Interval))
        {
            if (_watches.Count == 0)
            {
                if (_probes.Any(probe => probe.ThreadId == 0)) continue;
                foreach (var probe in _probes) _watches.Add(new ThreadWatch(probe.ThreadId));
            }
            foreach (var thread in _stageThreads)
                if (!thread.IsRunning) return; // The stop has begun, and the kernel forgets its threads.
            lock (_gate)
            {
                Fill(_samples[_count % SamplesKept]);
                _count++;
            }
        }
    }

    private void Fill(MachineSample sample)
    {
        _memory.Refresh();
        _machine.Refresh();
        for (var i = 0; i < _watches.Count; i++)
        {
            sample.Threads[i] = _watches[i].Read();
            sample.Stages[i] = _stageThreads[i].StageAtWork;
        }
        sample.ResidentBytes = _memory.Word(1) * Environment.SystemPageSize;
        sample.PauseNs = GC.GetTotalPauseDuration().Ticks * 100;
        sample.StealNs = _machine.Labelled("cpu"u8, StealWord) * NsPerClockTick;
        sample.Ticks = Stopwatch.GetTimestamp();
    }
}
