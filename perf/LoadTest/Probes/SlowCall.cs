namespace LoadTest.Probes;

/// <summary>A call of the device that took long, in ticks of the stopwatch.</summary>
internal readonly record struct SlowCall(string Operation, string File, int ThreadId, long FromTicks, long ToTicks);
