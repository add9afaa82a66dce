using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Engine.Core.Events;
using Engine.Core.MarketData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.MarketData;

/// <summary>
/// A source stopped after any input and resumed from what the journal then has goes on as if it had never stopped.
/// </summary>
public sealed class SourceResumeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_csv_source_resumes_after_any_input()
    {
        var path = _folder.Write("ticks.csv", RandomTicks(seed: 7, rows: 2_000, hasBadRows: true));
        var options = new CsvSourceOptions { Path = path, SkipBadRows = true, RepeatCount = 2, BlockBytes = 1_024 };
        CheckResume((writer, resume) => new CsvSource(options, InstrumentCatalog.Default, writer, resume));
    }

    [Fact]
    public void A_simulated_source_resumes_after_any_input()
    {
        var options = new SimulatedSourceOptions
        {
            Seed = 11,
            DurationNs = 8_000_000_000,
            SessionNs = 2_000_000_000,
            BreakNs = 1_000_000_000
        };
        CheckResume((writer, resume) => new SimulatedSource(options, InstrumentCatalog.Default, writer, resume));
    }

    [Fact]
    public void An_ended_source_stays_ended()
    {
        var options = new CsvSourceOptions { Path = _folder.Write("ticks.csv", RandomTicks(1, 10, hasBadRows: false)) };
        var whole = Run(writer => new CsvSource(options, InstrumentCatalog.Default, writer));
        using var resumed = new CsvSource(options, InstrumentCatalog.Default, new ListWriter(), ResumeAfter(whole));

        Assert.True(resumed.IsEnded);
        Assert.Equal(0, resumed.RunOnce());
    }

    [Fact]
    public void A_changed_file_is_refused_and_both_hashes_are_named()
    {
        var path = _folder.Write("ticks.csv", RandomTicks(1, 10, hasBadRows: false));
        var options = new CsvSourceOptions { Path = path };
        var point = ResumeAfter(Run(writer => new CsvSource(options, InstrumentCatalog.Default, writer)));
        File.AppendAllText(path, "\n");

        var error = Assert.Throws<SourceFileException>(() => new CsvSource(options, InstrumentCatalog.Default,
            new ListWriter(), point));

        var journaled = point.FileSha256;
        Assert.Contains(Convert.ToHexStringLower(journaled), error.Message, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
            File.ReadAllBytes(path))), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_options_are_refused()
    {
        var options = new CsvSourceOptions { Path = _folder.Write("ticks.csv", RandomTicks(1, 10, hasBadRows: false)) };
        var point = ResumeAfter(Run(writer => new CsvSource(options, InstrumentCatalog.Default, writer)));

        Assert.Contains("options", Assert.Throws<SourceFileException>(() => new CsvSource(
            options with { RepeatCount = 2 }, InstrumentCatalog.Default, new ListWriter(), point)).Message,
                StringComparison.Ordinal);
        var simulated = new SimulatedSourceOptions();
        var simulatedPoint = ResumeAfter(Run(writer => new SimulatedSource(simulated with { DurationNs = 1_000_000 },
            InstrumentCatalog.Default, writer)));
        Assert.Throws<SourceFileException>(() => new SimulatedSource(
            simulated with { Seed = 2 }, InstrumentCatalog.Default, new ListWriter(), simulatedPoint));
    }

    private static void CheckResume(Func<IInputWriter, ResumePoint?, IMarketDataSource> create)
    {
        var whole = Run(writer => create(writer, null));
        Assert.True(whole.Count > 500);
        var openedRecords = 1 + whole.Skip(1).TakeWhile(r => r.IsContinuation).Count();
        var property = Prop.ForAll<NonNegativeInt, PositiveInt>((cut, room) =>
        {
            var kept = whole[..(openedRecords + (cut.Get * 37 % (whole.Count - openedRecords + 1)))];
            var writer = new ListWriter();
            using var source = create(writer, ResumeAfter(kept));
            while (!source.IsEnded)
            {
                writer.Room = room.Get;
                source.RunOnce();
            }
            return Bytes([.. kept, .. writer.Records]).SequenceEqual(Bytes(whole));
        });
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(60), property);
    }

    private static List<EngineEvent> Run(Func<IInputWriter, IMarketDataSource> create)
    {
        var writer = new ListWriter();
        using var source = create(writer);
        while (!source.IsEnded) source.RunOnce();
        return writer.Records;
    }

    private static ResumePoint ResumeAfter(List<EngineEvent> journaled) => new(
        journaled.Select(RowOf).Max(), journaled.Count(r => r.Kind == EventKind.InstrumentDefined),
            journaled[0].Source.Sha256)
    {
        OptionsHash = journaled[0].Source.OptionsHash,
        HasEnded = journaled[^1].Kind == EventKind.SourceEnded,
    };

    private static long RowOf(EngineEvent record) => record.Kind switch
    {
        EventKind.Quote => record.Quote.SourceRow,
        EventKind.Trade => record.Trade.SourceRow,
        _ => 0,
    };

    private static byte[] Bytes(List<EngineEvent> records) =>
        MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(records)).ToArray();

    private static string RandomTicks(int seed, int rows, bool hasBadRows)
    {
        var random = new Random(seed);
        var text = new StringBuilder("ts_ns,symbol,kind,bid_px,bid_sz,ask_px,ask_sz,last_px,last_sz\n");
        var time = 1_381_219_200_000_000_000;
        for (var i = 0; i < rows; i++)
        {
            time += random.Next(3) * 1_000;
            var symbol = "S" + random.Next(1 + (i / 20));
            var price = random.Next(1, 10_000);
            var row = random.Next(20) switch
            {
                0 when hasBadRows => $"{time},{symbol},X,1,1,1,1,,",
                < 8 => $"{time},{symbol},T,,,,,{price}.5,{random.Next(100)}",
                _ => $"{time},{symbol},Q,{price},1,{price + 1}.25,{random.Next(100)},,",
            };
            text.Append(CultureInfo.InvariantCulture, $"{row}\n");
        }
        return text.ToString();
    }
}
