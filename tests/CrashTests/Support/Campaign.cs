using System.Globalization;
using Xunit;
using Xunit.Abstractions;

[assembly: CollectionBehavior(MaxParallelThreads = 2)]

namespace CrashTests.Support;

/// <summary>
/// How much is killed: little in the suite, more in a campaign. <c>CRASH_KILLS</c> kills per point (2),
/// <c>CRASH_BACKTEST_KILLS</c> (5), <c>CRASH_SEED</c>, and <c>CRASH_REPORT</c>, a file that gets a line per kill.
/// </summary>
internal sealed class Campaign
{
    private static readonly Lock ReportLock = new();

    private readonly ITestOutputHelper _output;
    private readonly string _name;

    public Campaign(ITestOutputHelper output, string name)
    {
        _output = output;
        _name = name;
        Seed = ReadNumber("CRASH_SEED", Random.Shared.Next(1, int.MaxValue));
        Random = new Random(Seed);
        Note($"seed {Seed} (repeat with CRASH_SEED={Seed})");
    }

    public static int KillsPerPoint { get; } = ReadNumber("CRASH_KILLS", 2);

    public static int BacktestKills { get; } = ReadNumber("CRASH_BACKTEST_KILLS", 5);

    /// <summary>Quotes per second of the simulated market where a test lets it be chosen: <c>CRASH_RATE</c>.</summary>
    public static int Rate { get; } = ReadNumber("CRASH_RATE", 400);

    public int Seed { get; }

    public Random Random { get; }

    /// <summary>Shown with a failure, and written to the report of a campaign.</summary>
    public void Note(string text)
    {
        _output.WriteLine(text);
        if (Environment.GetEnvironmentVariable("CRASH_REPORT") is not { Length: > 0 } path) return;
        lock (ReportLock) File.AppendAllText(path, $"{_name}: {text}\n");
    }

    private static int ReadNumber(string name, int fallback) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;
}
