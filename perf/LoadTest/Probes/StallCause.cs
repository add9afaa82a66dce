using System.Diagnostics;
using System.Globalization;

namespace LoadTest.Probes;

/// <summary>What a stall was made of, as far as the kernel, the collector and the device tell.</summary>
internal sealed record StallCause(
    string Thread, string Stage, double Ms, double PauseMs, double DeviceMs, double QueueMs, double RunMs,
    double StealMs, ThreadFigures Figures, string Call)
{
    // Samples are 10 ms apart and steal is counted in steps of 10 ms: half of a stall is what they can pin down.
    private const double ExplainedPart = 0.5;

    private static readonly double MsPerTick = 1e3 / Stopwatch.Frequency;

    /// <summary>The largest part and its size, or that nothing accounts for it.</summary>
    public string Explanation
    {
        get
        {
            var (name, ms) = Largest();
            return ms >= Ms * ExplainedPart ? name : "unexplained";
        }
    }

    public bool IsExplained => Explanation != "unexplained";

    public static StallCause Of(
        StallProbe probe, int index, Stall stall, IReadOnlyList<MachineSample> samples, IEnumerable<SlowCall> calls)
    {
        var before = samples.LastOrDefault(sample => sample.Ticks <= stall.FromTicks) ?? samples[0];
        var after = samples.FirstOrDefault(sample => sample.Ticks >= stall.ToTicks) ?? samples[^1];
        var stage = samples
            .Where(sample => sample.Ticks >= stall.FromTicks && sample.Ticks <= stall.ToTicks)
            .GroupBy(sample => sample.Stages[index]).MaxBy(group => group.Count())?.Key ?? after.Stages[index];
        var device = calls
            .Where(call => call.ThreadId == probe.ThreadId && call.ToTicks > stall.FromTicks
                && call.FromTicks < stall.ToTicks)
            .ToArray();
        var deviceTicks = device.Sum(
            call => Math.Min(call.ToTicks, stall.ToTicks) - Math.Max(call.FromTicks, stall.FromTicks));
        var figures = after.Threads[index].Since(before.Threads[index]);
        return new StallCause(
            probe.Name, stage, (stall.ToTicks - stall.FromTicks) * MsPerTick, (after.PauseNs - before.PauseNs) / 1e6,
            deviceTicks * MsPerTick, figures.WaitNs / 1e6, figures.RunNs / 1e6, (after.StealNs - before.StealNs) / 1e6,
            figures, device.Length == 0 ? "" : $"{device[0].Operation} {device[0].File}");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Thread}/{Stage} {Ms:0.0} ms: {Explanation} (collector {PauseMs:0.0}, device {DeviceMs:0.0}"
        + $"{(Call.Length > 0 ? " in " + Call : "")}, run queue {QueueMs:0.0}, on a core {RunMs:0.0}, "
        + $"steal {StealMs:0}, major faults {Figures.MajorFaults}, minor {Figures.MinorFaults}, "
        + $"preempted {Figures.Preemptions})");

    // Time on a core counts last: it is an explanation only where the work of a pass is that much.
    private (string Name, double Ms) Largest()
    {
        var parts = new List<(string Name, double Ms)>
        {
            ("collector", Math.Min(Ms, PauseMs)), ("device", DeviceMs), ("waiting for a core", Math.Min(Ms, QueueMs)),
            ("core taken by the machine below", Math.Min(Ms, StealMs)),
            ("page fault", Figures.MajorFaults > 0 ? Ms - Math.Min(Ms, RunMs + QueueMs) : 0),
        };
        var largest = parts.MaxBy(part => part.Ms);
        if (largest.Ms >= Ms * ExplainedPart) return largest;
        var together = parts.Sum(part => part.Ms);
        if (together >= Ms * ExplainedPart)
            return (string.Join(" and ", parts.Where(part => part.Ms > Ms / 10).Select(part => part.Name)), together);

        // The snapshot is written in a pass of the follower, which nobody waits for.
        return Stage == "follower" ? ("work of the follower", Math.Min(Ms, RunMs)) : largest;
    }
}
