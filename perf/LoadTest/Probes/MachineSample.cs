namespace LoadTest.Probes;

/// <summary>The process and its threads at one moment. Used again and again, so that looking costs no memory.</summary>
internal sealed class MachineSample(int threads)
{
    public long Ticks { get; set; }

    public long ResidentBytes { get; set; }

    /// <summary>All pauses of the collector since the start.</summary>
    public long PauseNs { get; set; }

    /// <summary>Time that the machine below took from this one's cores, in steps of 10 ms.</summary>
    public long StealNs { get; set; }

    /// <summary>In the order of the probes.</summary>
    public ThreadFigures[] Threads { get; } = new ThreadFigures[threads];

    /// <summary>Where each thread was.</summary>
    public string[] Stages { get; } = new string[threads];
}
