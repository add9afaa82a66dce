using System.Text;
using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.Tests.Time;
using Engine.Core.Time;
using Xunit;

namespace Engine.Core.Tests.MarketData;

public sealed class CsvSourceTests : IDisposable
{
    private const string TickHeader = "ts_ns,symbol,kind,bid_px,bid_sz,ask_px,ask_sz,last_px,last_sz\n";
    private const string BarHeader = "ts_ns,symbol,open,high,low,close,volume\n";
    private const string Good =
        "1381219200135000000,AIG,Q,48.80,100,48.90,200,,\n1381219200136000000,AIG,T,,,,,48.85,0\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_becomes_opened_definition_rows_ended()
    {
        var records = Read(TickHeader + Good).Records;

        var kinds = records.Where(r => !r.IsContinuation).Select(r => r.Kind);
        Assert.Equal([EventKind.SourceOpened, EventKind.InstrumentDefined, EventKind.Quote, EventKind.Trade,
            EventKind.SourceEnded], kinds);
        var quote = records.Single(r => r.Kind == EventKind.Quote);
        Assert.Equal((48_800_000, 48_900_000), (quote.Quote.BidPrice, quote.Quote.AskPrice));
        Assert.Equal((1_000_000, 2_000_000), (quote.Quote.BidSize, quote.Quote.AskSize));
        Assert.Equal(1_381_219_200_135_000_000, quote.TimestampNs);
        Assert.Equal(quote.TimestampNs, quote.Quote.EventTimeNs);
        Assert.Equal(quote.TimestampNs, quote.Quote.ReceiveTimeNs);
        Assert.Equal(1, quote.Quote.SourceRow);
        Assert.Equal(2, records[^1].Source.RowCount);
        Assert.Equal(quote.TimestampNs, records[0].TimestampNs);
    }

    [Fact]
    public void The_opened_record_carries_hash_size_and_the_whole_path()
    {
        var path = _folder.Write(new string('x', 120) + ".csv", TickHeader + Good);
        var writer = Read(new CsvSourceOptions { Path = path });

        var opened = writer.Records[0];
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)),
            ((ReadOnlySpan<byte>)opened.Source.Sha256).ToArray());
        Assert.Equal(new FileInfo(path).Length, opened.Source.FileBytes);
        var text = new List<byte>();
        foreach (var record in writer.Records.Skip(1).TakeWhile(r => r.IsContinuation))
            text.AddRange(((ReadOnlySpan<byte>)record.Text.Bytes).ToArray());
        Assert.Equal(path, Encoding.UTF8.GetString(text.Take(opened.Source.PathBytes).ToArray()));
    }

    [Fact]
    public void A_zero_size_trade_is_kept() => Assert.Equal(0, Read(TickHeader + Good).Rows.Last().Trade.Size);

    [Fact]
    public void Missing_sides_and_sizes_are_absent_and_crossed_quotes_are_data()
    {
        var rows = Read(TickHeader + "1000,A,Q,,0,48.90,,,\n1000,A,Q,9,,8,,,\n1000,A,Q,,,,,,\n").Rows.ToArray();

        Assert.Equal(FixedPoint.Absent, rows[0].Quote.BidPrice);
        Assert.Equal(0, rows[0].Quote.BidSize);
        Assert.Equal(FixedPoint.Absent, rows[0].Quote.AskSize);
        Assert.True(rows[1].Quote.BidPrice > rows[1].Quote.AskPrice);
        Assert.Equal(FixedPoint.Absent, rows[2].Quote.AskPrice);
    }

    [Theory]
    [InlineData("1381219200135000000,A,Q,1.1234567,1,2,1,,", "4 (bid_px)", "finer than 6",
        "instruments.A.priceExponent to 7")]
    [InlineData("1381219200135000000,A,Q,1,1.00001,2,1,,", "5 (bid_sz)", "finer than 4",
        "instruments.A.sizeExponent to 5")]
    [InlineData("1381219200135000000,A,Q,1.12345678901,1,2,1,,", "4 (bid_px)", "finer than 6", "round it")]
    [InlineData("1381219200135000000,A,Q,99999999999999,1,2,1,,", "4 (bid_px)", "too large", "lower")]
    [InlineData("1381219200135000000,A,Q,1e5,1,2,1,,", "4 (bid_px)", "not a plain decimal", "digits")]
    [InlineData("1381219200135000000,A,Q,1.,1,2,1,,", "4 (bid_px)", "not a plain decimal", "digits")]
    [InlineData("1381219200135000000,A,Q,\"1\",1,2,1,,", "4 (bid_px)", "not a plain decimal", "digits")]
    [InlineData("1381219200135000000,A,Q,1,-1,2,1,,", "5 (bid_sz)", "negative", "0 or more")]
    [InlineData("1381219200135000000,A,X,1,1,2,1,,", "3 (kind)", "not a kind", "Q for a quote")]
    [InlineData("1381219200135000000,A,QQ,1,1,2,1,,", "3 (kind)", "not a kind", "Q for a quote")]
    [InlineData("1381219200135000000,A,,1,1,2,1,,", "3 (kind)", "not a kind", "Q for a quote")]
    [InlineData("1381219200135000000,A,Q,1,1,2,1,", "(row)", "8 columns", "9 columns")]
    [InlineData("1381219200135000000,A,Q,1,1,2,1,,,", "(row)", "10 columns", "9 columns")]
    [InlineData("", "(row)", "1 columns", "9 columns")]
    [InlineData("1381219200135000000,A,Q,1,1,2,1,3,", "8 (last_px)", "row of a quote", "empty")]
    [InlineData("1381219200135000000,A,T,1,,,,3,1", "4 (bid_px)", "row of a trade", "empty")]
    [InlineData("1381219200135000000,A,T,,,,,3,", "9 (last_sz)", "is empty", "give a value")]
    [InlineData("1381219200134999999,AIG,T,,,,,3,1", "1 (ts_ns)", "before the row above", "sort")]
    [InlineData("138121920013500000x,A,T,,,,,3,1", "1 (ts_ns)", "not a time", "nanoseconds")]
    [InlineData("-381219200135000000,A,T,,,,,3,1", "1 (ts_ns)", "not a time", "nanoseconds")]
    [InlineData("9223372036854775807,A,T,,,,,3,1", "1 (ts_ns)", "not a time", "2116")]
    [InlineData("1381219200135000000,Ä,T,,,,,3,1", "2 (symbol)", "not a symbol", "ASCII")]
    [InlineData("1381219200135000000,,T,,,,,3,1", "2 (symbol)", "not a symbol", "ASCII")]
    [InlineData("1381219200135000000,ABCDEFGHIJKLMNOPQRSTUVWXY,T,,,,,3,1", "2 (symbol)", "not a symbol", "24")]
    public void A_bad_row_is_named_by_file_line_column_value_and_remedy(string row, string column, string problem,
        string remedy)
    {
        const string First = "1381219200135000000,AIG,Q,48.80,100,48.90,200,,\n";
        var path = _folder.Write("bad.csv", TickHeader + First + row + "\n" + First);

        var error = Assert.Throws<BadRowException>(() => Read(new CsvSourceOptions { Path = path }));

        Assert.Equal((path, 3, column), (error.File, error.Line, error.Column));
        Assert.Contains(path + ", line 3, column " + column, error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);

        var skipping = new ListWriter();
        using var source = new CsvSource(new CsvSourceOptions { Path = path, SkipBadRows = true },
            InstrumentCatalog.Default, skipping);
        while (!source.IsEnded) source.RunOnce();
        Assert.Equal([1L, 3L], skipping.Rows.Select(r => r.Quote.SourceRow));
        Assert.Equal((2, 1), (skipping.Records[^1].Source.RowCount, skipping.Records[^1].Source.SkippedRows));
        Assert.Equal(error.Message, Assert.Single(source.SkippedReports));
        Assert.Single(skipping.Records, r => r.Kind == EventKind.InstrumentDefined);
    }

    [Fact]
    public void Unusual_but_valid_rows_are_read_like_usual_ones()
    {
        var usual = Read(TickHeader + "1000,A,Q,1.5,1,2.25,1,,\n1000,A,T,,,,,-3.5,1\n").Rows.ToArray();
        var unusual = Read(TickHeader + "1000,A,Q,1.50000000000,1.0,02.25,1.00000,,\r\n1000,A,T,,,,,-3.50,1")
            .Rows.ToArray();

        Assert.Equal(Comparable(usual), Comparable(unusual));
        Assert.Equal(-3_500_000, usual[1].Trade.Price);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CrLf_and_a_missing_last_line_end_are_accepted(bool isGzip)
    {
        var expected = Read(TickHeader + Good);
        var text = (TickHeader + Good).Replace("\n", "\r\n", StringComparison.Ordinal).TrimEnd();
        var path = isGzip ? _folder.Write("crlf.csv", TempFolder.Gzip(text)) : _folder.Write("crlf.csv", text);

        Assert.Equal(Comparable(expected.Rows), Comparable(Read(new CsvSourceOptions { Path = path }).Rows));
    }

    [Fact]
    public void Gzip_is_told_by_the_content_and_members_are_joined()
    {
        var expected = Read(TickHeader + Good);
        var path = _folder.Write("plain-name.csv",
            [.. TempFolder.Gzip(TickHeader), .. TempFolder.Gzip(Good[..20]), .. TempFolder.Gzip(Good[20..])]);

        Assert.Equal(Comparable(expected.Rows), Comparable(Read(new CsvSourceOptions { Path = path }).Rows));
    }

    [Fact]
    public void A_gzip_file_cut_anywhere_is_refused()
    {
        var whole = TempFolder.Gzip(TickHeader + string.Concat(Enumerable.Repeat(Good.Split('\n')[0] + "\n", 50)));
        for (var length = 2; length < whole.Length; length++)
        {
            var path = _folder.Write("cut.csv.gz", whole[..length]);
            var error = Assert.Throws<SourceFileException>(() => Read(new CsvSourceOptions { Path = path }));
            Assert.Contains("fetch it again", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("ts,symbol\n")]
    [InlineData("1381219200135000000,AIG,Q,48.80,100,48.90,200,,\n")]
    public void Without_a_known_header_a_file_is_refused(string text)
    {
        var path = _folder.Write("header.csv", text);
        var error = Assert.ThrowsAny<Exception>(() => Read(new CsvSourceOptions { Path = path }));
        Assert.True(error is BadRowException or SourceFileException, error.ToString());
        Assert.Contains("header", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var path = Path.Combine(_folder.Path, "none.csv");
        Assert.Contains(path, Assert.Throws<SourceFileException>(() => Read(
            new CsvSourceOptions { Path = path })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_rows_opens_and_ends()
    {
        var records = Read(TickHeader).Records.Where(r => !r.IsContinuation).ToArray();
        Assert.Equal([EventKind.SourceOpened, EventKind.SourceEnded], records.Select(r => r.Kind));
    }

    [Fact]
    public void A_full_lane_loses_and_repeats_nothing()
    {
        var text = TickHeader + string.Concat(Enumerable.Range(0, 1_000)
            .Select(i => $"{1_381_219_200_000_000_000 + i},S{i % 7},T,,,,,{i},1\n"));
        var expected = Read(text).Records;
        var writer = new ListWriter { Room = 0 };
        using var source = new CsvSource(new CsvSourceOptions { Path = _folder.Write("full.csv", text) },
            InstrumentCatalog.Default, writer);
        for (var i = 0; !source.IsEnded; i++)
        {
            writer.Room = i % 5;
            source.RunOnce();
        }
        Assert.Equal(Comparable(expected.Where(r => !r.IsContinuation).Skip(1)),
            Comparable(writer.Records.Where(r => !r.IsContinuation).Skip(1)));
    }

    [Fact]
    public void Bars_are_known_at_their_end_and_the_interval_is_inferred()
    {
        const string Rows = "1000000000000000000,A,1,2,0.5,1.5,10\n1000000000000000000,B,1,2,0.5,1.5,10\n"
            + "1000000180000000000,A,1,2,0.5,1.5,10\n1000000240000000000,A,1,2,0.5,1.5,10\n";
        var bars = Read(BarHeader + Rows).Rows.ToArray();

        Assert.All(bars, bar => Assert.Equal(60_000_000_000, bar.Bar.IntervalNs));
        Assert.All(bars, bar => Assert.Equal(bar.Bar.StartTimeNs + 60_000_000_000, bar.Bar.EventTimeNs));
        Assert.All(bars, bar => Assert.Equal(bar.TimestampNs, bar.Bar.EventTimeNs));
        Assert.Contains("set the bar interval", Assert.Throws<SourceFileException>(
            () => Read(BarHeader + "1000000000000000000,A,1,2,0.5,1.5,10\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repeated_file_goes_on_one_period_later()
    {
        var path = _folder.Write("repeat.csv", TickHeader + Good);
        var rows = Read(new CsvSourceOptions
        {
            Path = path,
            RepeatCount = 3,
            RepeatPeriodNs = 1_000_000_000
        }).Rows.ToArray();

        Assert.Equal([1L, 2, 3, 4, 5, 6], rows
            .Select(r => r.Kind == EventKind.Quote ? r.Quote.SourceRow : r.Trade.SourceRow));
        Assert.Equal(rows[0].TimestampNs + 2_000_000_000, rows[4].TimestampNs);
        Assert.Throws<BadRowException>(() => Read(new CsvSourceOptions
        {
            Path = path,
            RepeatCount = 2,
            RepeatPeriodNs = 10
        }));
    }

    [Fact]
    public void A_paced_row_is_not_written_before_its_time()
    {
        var time = new ManualTime();
        var writer = new ListWriter();
        using var source = new CsvSource(
            new CsvSourceOptions { Path = _folder.Write("paced.csv", TickHeader + Good) }, InstrumentCatalog.Default,
            writer,
            clock: new ReplayClock(1_381_219_200_135_000_000, 10, time));

        source.RunOnce();
        Assert.Single(writer.Rows);
        time.AdvanceNs(99_999);    // Ten times faster: one nanosecond short of a tenth of the millisecond.
        Assert.Equal(0, source.RunOnce());
        time.AdvanceNs(1);
        source.RunOnce();
        Assert.Equal(2, writer.Rows.Count());
        Assert.True(source.IsEnded);
    }

    [Fact]
    public void More_symbols_than_allowed_are_refused()
    {
        var path = _folder.Write("symbols.csv", TickHeader + "1000,A,T,,,,,1,1\n1000,B,T,,,,,1,1\n");
        Assert.Contains("InstrumentsPerLaneMax", Assert.Throws<SourceFileException>(
            () => Read(new CsvSourceOptions { Path = path, SymbolsMax = 1, SkipBadRows = true })).Message,
                StringComparison.Ordinal);
    }

    private static IEnumerable<string> Comparable(IEnumerable<EngineEvent> records) =>
        records.Select(r => Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes([r])));

    private ListWriter Read(string text) => Read(new CsvSourceOptions { Path = _folder.Write("ticks.csv", text) });

    private static ListWriter Read(CsvSourceOptions options)
    {
        var writer = new ListWriter();
        using var source = new CsvSource(options, InstrumentCatalog.Default, writer);
        while (!source.IsEnded) source.RunOnce();
        return writer;
    }
}
