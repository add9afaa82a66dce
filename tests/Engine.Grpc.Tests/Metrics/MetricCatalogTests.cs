using Engine.Core.Events;
using Engine.Core.Metrics;
using Engine.Grpc.Metrics;
using Engine.Testing;
using Xunit;

namespace Engine.Grpc.Tests.Metrics;

public sealed class MetricCatalogTests
{
    /// <summary>Set to 1, it makes the test write the table instead of comparing it.</summary>
    private const string WriteVariable = "METRICS_TABLE_WRITE";

    private const string Begin = "<!-- metrics table -->\n";
    private const string End = "<!-- end of metrics table -->\n";

    [Fact]
    public async Task The_table_of_the_document_is_that_of_the_catalogue()
    {
        var path = Repository.PathOf("docs", "METRICS.md");
        var page = await File.ReadAllTextAsync(path);
        var table = MetricCatalog.ToMarkdown();
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            var from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
            page = page[..from] + table + page[page.IndexOf(End, StringComparison.Ordinal)..];
            await File.WriteAllTextAsync(path, page);
        }
        Assert.Contains(Begin + table + End, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_labels_follow_the_conventions()
    {
        Assert.True(MetricCatalog.All.Count > 70);
        Assert.Equal(
            MetricCatalog.All.Count, MetricCatalog.All.Select(entry => entry.Name).Distinct().Count());
        Assert.All(MetricCatalog.All, entry =>
        {
            Assert.Matches("^engine(_[a-z0-9]+)+$", entry.Name);
            Assert.DoesNotMatch("_(total|seconds|bytes|ratio|count|sum|bucket|milliseconds)$", entry.Name);
            Assert.All(entry.Labels, label => Assert.Matches("^[a-z][a-z0-9_]*$", label));
            Assert.Equal(
                entry.Kind == MetricKind.Counter,
                entry.PrometheusName.EndsWith("_total", StringComparison.Ordinal));
            Assert.False(string.IsNullOrWhiteSpace(entry.Meaning) || entry.Meaning.EndsWith('.'), entry.Name);
            Assert.DoesNotContain('|', entry.Meaning);
        });
    }

    [Fact]
    public void The_number_of_series_is_bounded_by_the_settings_alone()
    {
        var bounds = SeriesBounds.Default;
        Assert.InRange(MetricCatalog.SeriesMax(bounds), 1_000, 4_500);
        Assert.True(
            MetricCatalog.SeriesMax(bounds with { InstrumentsMax = 2 * bounds.InstrumentsMax })
            > MetricCatalog.SeriesMax(bounds));
        Assert.All(MetricCatalog.All, entry => Assert.True(entry.SeriesMax(bounds) > 0, entry.Name));
    }

    [Fact]
    public void Every_code_there_is_has_a_count_of_its_own()
    {
        foreach (var kind in Enum.GetValues<EventKind>().Where(kind => kind != EventKind.None))
            Assert.Equal((1, 0), Tally(_ => kind, t => t.Records(kind), t => t.Records(EventKind.None)));
        foreach (var code in Enum.GetValues<RiskCode>().Where(code => code < 0))
        {
            Assert.Equal((1, 0), Tally(
                (ref EngineEvent e) =>
                {
                    e.Kind = EventKind.OrderDenied;
                    e.Order.Code = code;
                },
                t => t.Denials(code), t => t.Denials(RiskCode.Accepted)));
        }
        foreach (var reason in Enum.GetValues<VenueReason>().Where(reason => reason != VenueReason.None))
        {
            Assert.Equal((1, 0), Tally(
                (ref EngineEvent e) =>
                {
                    e.Kind = EventKind.OrderRejected;
                    e.OrderReport.Reason = reason;
                },
                t => t.Rejects(reason), t => t.Rejects(VenueReason.None)));
        }
    }

    [Theory]
    [InlineData(CommandCode.Done, 0, CommandOutcome.Done)]
    [InlineData(CommandCode.NothingToDo, 0, CommandOutcome.Done)]
    [InlineData(CommandCode.Done, 1, CommandOutcome.Repeated)]
    [InlineData(CommandCode.WrongPhase, 0, CommandOutcome.Refused)]
    [InlineData(CommandCode.WrongPhase, 1, CommandOutcome.Refused)]
    public void Commands_count_by_what_became_of_them(CommandCode code, int isRepeat, CommandOutcome expected)
    {
        var tally = new RecordTally();
        var answer = new EngineEvent { Kind = EventKind.CommandAnswered };
        answer.CommandAnswer.CommandKind = EventKind.HoldCommanded;
        answer.CommandAnswer.Code = code;
        answer.CommandAnswer.IsRepeat = isRepeat;
        tally.Count(in answer);
        Assert.All(Enum.GetValues<CommandOutcome>(), outcome => Assert.Equal(
            outcome == expected ? 1 : 0, tally.Commands(EventKind.HoldCommanded, outcome)));
    }

    [Fact]
    public void Names_keep_their_series_and_the_rest_is_counted()
    {
        var names = new AdmittedNames(max: 2);
        Assert.Equal(["b", "a"], names.Filter(["b", "a"], n => n, out var leftOut));
        Assert.Equal(0, leftOut);
        Assert.Equal(["a", "b"], names.Filter(["a", "c", "b", "d"], n => n, out leftOut));
        Assert.Equal(2, leftOut);
        Assert.Equal(["a"], names.Filter(["a", "a", "c"], n => n, out leftOut));
        Assert.Equal(2, leftOut);
    }

    private delegate void Fill(ref EngineEvent e);

    private static (long Own, long Other) Tally(
        Func<EngineEvent, EventKind> kind, Func<RecordTally, long> own, Func<RecordTally, long> other) =>
        Tally((ref EngineEvent e) => e.Kind = kind(e), own, other);

    private static (long Own, long Other) Tally(
        Fill fill, Func<RecordTally, long> own, Func<RecordTally, long> other)
    {
        var tally = new RecordTally();
        var record = new EngineEvent();
        fill(ref record);
        tally.Count(in record);
        return (own(tally), other(tally));
    }
}
