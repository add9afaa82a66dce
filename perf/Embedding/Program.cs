using System.Diagnostics;
using Embedding;

// Each part driven by a program that has only the public surface of Engine.Core: what a rival beside it would do too.
const long events = 2_000_000;
var folder = Directory.CreateTempSubdirectory("embedding-").FullName;
try
{
    Time("ring, two threads", () => RingExample.Run(events));
    Time("lane, two threads", () => LaneExample.Run(events));
    Time("journal, written", () => JournalExample.Run(Directory.CreateDirectory(folder + "/journal").FullName, events));
    Time("pipeline, backtest", () => PipelineExample.Run(
        Directory.CreateDirectory(folder + "/pipeline").FullName, events));
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static void Time(string name, Func<long> drive)
{
    var start = Stopwatch.GetTimestamp();
    var done = drive();
    var perSecond = done / Stopwatch.GetElapsedTime(start).TotalSeconds;
    Console.WriteLine(FormattableString.Invariant($"{name,-20} {done,10} events {perSecond,14:N0} events/s"));
}
