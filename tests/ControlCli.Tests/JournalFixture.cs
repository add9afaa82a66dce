using Engine.Testing.Journals;

namespace ControlCli.Tests;

/// <summary>One journal for all tests that only read: two symbols, trades, denials, a position left open.</summary>
public sealed class JournalFixture : IDisposable
{
    private readonly TempFolder _folder = new();

    public JournalFixture() =>
        BacktestJournal.Run(Folder, [TickFile.Write(_folder.File("ticks.csv"), Rows, "AIG", "IBM")], Settings);

    /// <summary>Ends in the middle of an excursion.</summary>
    public static int Rows => 2_390;

    /// <summary>An order of 100 AIG is allowed (5,000), one of IBM is not (6,000).</summary>
    public static KeyValuePair<string, string>[] Settings { get; } =
    [
        new("strategies.reversion.window", "20"), new("strategies.reversion.sampleInterval", "0"),
        new("risk.maxOrderNotional", "5500"),
        new("risk.maxIdenticalRejects", "1000000"), new("venue.partialFillPpm", "500000"),
    ];

    public string Folder => _folder.File("journal");

    public string Data => _folder.File("ticks.csv");

    /// <summary>A copy that a test may harm.</summary>
    public void CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(Folder)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    public void Dispose() => _folder.Dispose();
}
