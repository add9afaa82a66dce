using System.Text;
using Engine.Core.Metrics;
using Engine.Grpc.Metrics;
using Engine.Grpc.Metrics.Exposition;
using Xunit;

namespace Engine.Grpc.Tests.Metrics;

public sealed class ExpositionWriterTests
{
    private const string Nasty = "a\\b\n\"c\" ä";

    [Fact]
    public void The_older_format_is_written_byte_by_byte_as_documented() =>
        Assert.Equal(
            """
            # TYPE engine_a_bytes_total counter
            # HELP engine_a_bytes_total says "a"\nand \\
            engine_a_bytes_total{l="a\\b\n\"c\" ä"} 12345678901
            # TYPE engine_b_ratio gauge
            # HELP engine_b_ratio b
            engine_b_ratio{l="nan"} NaN
            engine_b_ratio{l="inf"} +Inf
            engine_b_ratio{l="neg"} -Inf
            engine_b_ratio{l="small"} 1e-07
            engine_b_ratio -0.5

            """,
            Write(ExpositionFormat.Prometheus));

    [Fact]
    public void The_newer_format_has_units_an_end_and_names_of_families() =>
        Assert.Equal(
            """
            # TYPE engine_a_bytes counter
            # UNIT engine_a_bytes bytes
            # HELP engine_a_bytes says \"a\"\nand \\
            engine_a_bytes_total{l="a\\b\n\"c\" ä"} 12345678901
            # TYPE engine_b_ratio gauge
            # UNIT engine_b_ratio ratio
            # HELP engine_b_ratio b
            engine_b_ratio{l="nan"} NaN
            engine_b_ratio{l="inf"} +Inf
            engine_b_ratio{l="neg"} -Inf
            engine_b_ratio{l="small"} 1e-07
            engine_b_ratio -0.5
            # EOF

            """,
            Write(ExpositionFormat.OpenMetrics));

    [Theory]
    [InlineData(ExpositionFormat.Prometheus)]
    [InlineData(ExpositionFormat.OpenMetrics)]
    public void What_is_written_is_read_back(object format)
    {
        var isOpen = (ExpositionFormat)format == ExpositionFormat.OpenMetrics;
        var families = ExpositionParser.Parse(Write((ExpositionFormat)format), isOpen);
        var counter = families[isOpen ? "engine_a_bytes" : "engine_a_bytes_total"];
        Assert.Equal((Nasty, 12_345_678_901.0), (counter.Samples[0]["l"], counter.Samples[0].Value));
        Assert.Equal("says \"a\"\nand \\", counter.Help);
    }

    [Fact]
    public void A_histogram_counts_up_to_each_bound_and_shows_an_order_for_its_buckets()
    {
        var book = new LatencyBook();
        var times = new OrderTimes(book, orders: 64);
        foreach (var (order, ns) in new[] { (1, 90L), (2, 150L), (3, 199L), (4, 3_000_000L), (5, 200_000_000_000L) })
        {
            times.Take(order, order * 100, ingestTicks: 1, durableTicks: 1);
            times.Send(order, 1 + ns); // A tick of the stopwatch is a nanosecond here.
        }
        Assert.Equal(1_000_000_000, System.Diagnostics.Stopwatch.Frequency);
        var writer = new ExpositionWriter();
        writer.Begin(ExpositionFormat.OpenMetrics);
        var name = writer.Head("engine_latency", MetricKind.Histogram, MetricUnit.Seconds, "h");
        foreach (var histogram in LatencyBuckets.OfAll(book))
        {
            writer.Histogram(
                name, "span", histogram,
                histogram.Entry.Span == LatencySpan.TickToOrder ? book.TickToOrderExemplars : null,
                ticks => ticks / 1e9);
        }
        writer.End();
        var text = Encoding.UTF8.GetString(writer.Written);
        var samples = ExpositionParser.Parse(text, isOpenMetrics: true)["engine_latency_seconds"].Samples
            .Where(sample => sample["span"] == "tick_to_order").ToArray();
        double Bucket(string le) => samples.Single(s => s.Labels.GetValueOrDefault("le") == le).Value;
        Assert.Equal((1, 3, 3, 4, 4, 5), (
            Bucket("1e-07"), Bucket("2e-07"), Bucket("0.002"), Bucket("0.005"), Bucket("100.0"), Bucket("+Inf")));
        Assert.Equal(5, samples.Single(s => s.Name.EndsWith("_count", StringComparison.Ordinal)).Value);
        Assert.Equal(
            [("1e-07", "1", "100"), ("2e-07", "3", "300"), ("0.005", "4", "400"), ("+Inf", "5", "500")],
            samples.Where(s => s.Exemplar is not null).Select(s =>
                (s["le"], s.Exemplar!.Labels["order_id"], s.Exemplar.Labels["journal_sequence"])));
        Assert.Contains(
            "le=\"0.005\"} 4 # {order_id=\"4\",journal_sequence=\"400\"} 0.003 0.003\n", text,
            StringComparison.Ordinal);
    }

    private static string Write(ExpositionFormat format)
    {
        var writer = new ExpositionWriter();
        writer.Begin(ExpositionFormat.Prometheus);
        writer.Head("engine_of_before", MetricKind.Gauge, MetricUnit.None, "is gone");
        writer.Begin(format);
        var counter = writer.Head("engine_a", MetricKind.Counter, MetricUnit.Bytes, "says \"a\"\nand \\");
        writer.Sample(counter, [new("l", Nasty)], 12_345_678_901);
        var gauge = writer.Head("engine_b", MetricKind.Gauge, MetricUnit.Ratio, "b");
        writer.Sample(gauge, [new("l", "nan")], double.NaN);
        writer.Sample(gauge, [new("l", "inf")], double.PositiveInfinity);
        writer.Sample(gauge, [new("l", "neg")], double.NegativeInfinity);
        writer.Sample(gauge, [new("l", "small")], 1e-7);
        writer.Sample(gauge, [], -0.5);
        writer.End();
        return Encoding.UTF8.GetString(writer.Written);
    }
}
