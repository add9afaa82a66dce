namespace LoadTest.Probes;

/// <summary>One pass of a thread over its stages that took too long, in ticks of the stopwatch.</summary>
internal readonly record struct Stall(long FromTicks, long ToTicks);
