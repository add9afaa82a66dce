namespace Engine.Simulation;

/// <summary>Time that passes when the simulation says so, and goes on over crashes of the engine.</summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 14, 0, 0, TimeSpan.Zero);

    public long NowNs { get; private set; }

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => NowNs;

    /// <summary>Whole seconds: the text of the manifest has the same length in every run of a seed.</summary>
    public override DateTimeOffset GetUtcNow() => Start.AddSeconds(NowNs / 1_000_000_000);

    public void Advance(long ns) => NowNs += ns;
}
