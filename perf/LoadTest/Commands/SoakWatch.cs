using System.Globalization;
using Engine.Core;
using Engine.Core.Events;
using Engine.Core.Journal;
using LoadTest.Probes;

namespace LoadTest.Commands;

/// <summary>
/// Watches a soak from the outside: memory every second, everything else every minute, each stall with its cause. What
/// was before the warm-up ended does not count.
/// </summary>
internal sealed class SoakWatch : IDisposable
{
    private readonly TradingEngine _engine;
    private readonly TimedStorage _storage;
    private readonly string _folder;
    private readonly TimeSpan _warmUp;
    private readonly TimeSpan _length;
    private readonly TextWriter _output;
    private readonly MachineSampler _sampler;
    private readonly List<SoakMinute> _rows = [];
    private readonly List<StallCause> _causes = [];
    private readonly List<(double Seconds, double Bytes)> _resident = [];
    private int[] _stallsSeen = [];
    private long[] _bytesAtMark = [];
    private int[] _collectionsAtMark = [];
    private (TimeSpan At, long Inputs) _mark;
    private (TimeSpan At, long Inputs, int[] Collections, TimeSpan Pause, int Causes) _minute;
    private (TimeSpan At, long Inputs) _end;
    private TimeSpan _nextResident;
    private bool _isMarked;
    private bool _isOver;

    public SoakWatch(
        TradingEngine engine, TimedStorage storage, string folder, IReadOnlyList<StallProbe> probes, TimeSpan warmUp,
        TimeSpan length, TextWriter output)
    {
        (_engine, _storage, _folder, Probes) = (engine, storage, folder, probes);
        (_warmUp, _length, _output) = (warmUp, length, output);
        _sampler = new MachineSampler(engine, probes);
        output.WriteLine(
            "  minute  inputs/s  resident MB  disk MB  segments  spares  recycled  gen0  gen1  gen2  pause ms  stalls"
            + "  longest ms");
    }

    public IReadOnlyList<StallProbe> Probes { get; }

    public IReadOnlyList<SoakMinute> Minutes => _rows;

    public IReadOnlyList<StallCause> Causes => _causes;

    /// <summary>A point per second.</summary>
    public IReadOnlyList<(double Seconds, double Bytes)> Resident => _resident;

    public double Seconds => (_end.At - _mark.At).TotalSeconds;

    public double InputsPerSecond => (_end.Inputs - _mark.Inputs) / Seconds;

    /// <summary>Full collections of the window.</summary>
    public int FullCollections { get; private set; }

    /// <summary>Bytes that each thread allocated in the window, in the order of the probes.</summary>
    public IReadOnlyList<long> AllocatedBytes { get; private set; } = [];

    public void OnProgress(EngineProgress progress)
    {
        if (_isOver) return;
        if (!_isMarked)
        {
            if (progress.Elapsed.TotalSeconds < _warmUp.TotalSeconds || _sampler.Count == 0) return;
            Mark(progress);
        }
        ExplainStalls();
        if (progress.Elapsed >= _nextResident) NoteResident(progress.Elapsed);
        if ((progress.Elapsed - _minute.At).TotalSeconds >= 60) EndMinute(progress);
        if (progress.Elapsed - _mark.At < _length) return;

        _isOver = true;
        _end = (progress.Elapsed, progress.Inputs);
        FullCollections = Collections()[GC.MaxGeneration] - _collectionsAtMark[GC.MaxGeneration];
        AllocatedBytes = [.. Probes.Select((probe, i) => probe.AllocatedBytes - _bytesAtMark[i])];
        _engine.RequestStop(StopMode.Cancel, "loadtest", "the soak is over");
    }

    public void Dispose() => _sampler.Dispose();

    private void Mark(EngineProgress progress)
    {
        _isMarked = true;
        _mark = (progress.Elapsed, progress.Inputs);
        _stallsSeen = [.. Probes.Select(probe => probe.Count)];
        _bytesAtMark = [.. Probes.Select(probe => probe.AllocatedBytes)];
        _collectionsAtMark = Collections();
        _minute = (progress.Elapsed, progress.Inputs, _collectionsAtMark, GC.GetTotalPauseDuration(), 0);
    }

    private void NoteResident(TimeSpan elapsed)
    {
        _nextResident = elapsed + TimeSpan.FromSeconds(1);
        _resident.Add((elapsed.TotalSeconds, _sampler.Look(samples => (double)samples[^1].ResidentBytes)));
    }

    // A stall is explained when samples behind it are there.
    private void ExplainStalls()
    {
        for (var i = 0; i < Probes.Count; i++)
        {
            var probe = Probes[i];
            var count = Math.Min(probe.Count, StallProbe.NotedMax);
            for (; _stallsSeen[i] < count; _stallsSeen[i]++)
            {
                var (index, stall) = (i, probe[_stallsSeen[i]]);
                if (!_sampler.Look(samples => samples[^1].Ticks >= stall.ToTicks)) break;
                _causes.Add(_sampler.Look(
                    samples => StallCause.Of(probe, index, stall, samples, _storage.SlowCalls)));
            }
        }
    }

    private void EndMinute(EngineProgress progress)
    {
        var seconds = (progress.Elapsed - _minute.At).TotalSeconds;
        var collections = Collections();
        var pause = GC.GetTotalPauseDuration();
        var stalls = _causes.Skip(_minute.Causes).ToArray();
        var (bytes, segments) = DiskUse();
        var row = new SoakMinute(
            _rows.Count + 1, (progress.Inputs - _minute.Inputs) / seconds,
            _sampler.Look(samples => samples[^1].ResidentBytes / 1e6), bytes, segments, _engine.Retention!.Spares,
            _engine.Retention.Recycled, collections[0] - _minute.Collections[0],
            collections[1] - _minute.Collections[1], collections[2] - _minute.Collections[2],
            (pause - _minute.Pause).TotalMilliseconds, stalls.Length,
            stalls.Length == 0 ? 0 : stalls.Max(stall => stall.Ms));
        _rows.Add(row);
        _output.WriteLine(Line(row));
        _minute = (progress.Elapsed, progress.Inputs, collections, pause, _causes.Count);
        if (_engine.Retention.Failure is { } failure)
            throw new InvalidOperationException("Retention has given up.", failure);
    }

    private (double Bytes, int Segments) DiskUse()
    {
        var bytes = 0.0;
        var segments = 0;
        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles())
        {
            if (!file.Exists) continue; // Recycled since it was listed.
            bytes += file.Length;
            if (JournalFormat.TryParseSegmentName(file.Name, out _)) segments++;
        }
        return (bytes, segments);
    }

    private static int[] Collections() => [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount)];

    public static string Line(SoakMinute row) => string.Create(CultureInfo.InvariantCulture,
        $"  {row.Number,6}  {row.InputsPerSecond,8:N0}  {row.ResidentMb,11:0.0}  {row.DiskBytes / 1e6,7:N0}  "
        + $"{row.Segments,8}  {row.Spares,6}  {row.Recycled,8}  {row.Gen0,4}  {row.Gen1,4}  {row.Gen2,4}  "
        + $"{row.PauseMs,8:0.0}  {row.Stalls,6}  {row.LongestStallMs,10:0.0}");
}
