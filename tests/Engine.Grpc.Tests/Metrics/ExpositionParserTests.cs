using Xunit;

namespace Engine.Grpc.Tests.Metrics;

/// <summary>The parser of the tests finds what is wrong: else its silence would prove nothing.</summary>
public sealed class ExpositionParserTests
{
    private const string Good = "# TYPE a gauge\n# HELP a b\na{l=\"x\"} 1\n";

    private const string Histogram = """
        # TYPE h_seconds histogram
        # UNIT h_seconds seconds
        # HELP h_seconds b
        h_seconds_bucket{le="1.0"} 2 # {order_id="7"} 0.5 12.345
        h_seconds_bucket{le="+Inf"} 3
        h_seconds_sum 4
        h_seconds_count 3
        # EOF

        """;

    [Fact]
    public void Good_expositions_are_read()
    {
        var gauge = ExpositionParser.Parse(Good, isOpenMetrics: false)["a"];
        Assert.Equal(("gauge", "b", 1.0), (gauge.Type, gauge.Help, gauge.Samples[0].Value));
        Assert.Equal("x", gauge.Samples[0]["l"]);
        var histogram = ExpositionParser.Parse(Histogram, isOpenMetrics: true)["h_seconds"];
        Assert.Equal("seconds", histogram.Unit);
        Assert.Equal(("7", 0.5, 12.345), (
            histogram.Samples[0].Exemplar!.Labels["order_id"], histogram.Samples[0].Exemplar!.Value,
            histogram.Samples[0].Exemplar!.UnixSeconds));
    }

    [Theory]
    [InlineData("# TYPE a gauge\n", "# TYPE a gouge\n")]
    [InlineData("# TYPE a gauge\n", "# TYPE 1a gauge\n")]
    [InlineData("# TYPE a gauge\n", "# TYPE a counter\n")]
    [InlineData("# TYPE a gauge\n", "")]
    [InlineData("# HELP a b\n", "")]
    [InlineData("a{l=\"x\"} 1\n", "")]
    [InlineData("a{l=\"x\"} 1\n", "b 1\n")]
    [InlineData("a{l=\"x\"} 1\n", "a{l=\"x\"} 1\na{l=\"x\"} 2\n")]
    [InlineData("a{l=\"x\"} 1\n", "a{l=\"x\"} 1")]
    [InlineData("{l=\"x\"}", "{l=\"x\",l=\"y\"}")]
    [InlineData("{l=\"x\"}", "{l=\"x\\t\"}")]
    [InlineData("{l=\"x\"}", "{l=\"x\"\"}")]
    [InlineData("{l=\"x\"}", "{l=x}")]
    [InlineData("{l=\"x\"} 1", "{l=\"x\"} 1E-07")]
    [InlineData("{l=\"x\"} 1", "{l=\"x\"} 1 # {} 1")]
    public void Bad_expositions_are_refused(string part, string instead) =>
        Assert.Throws<FormatException>(() => ExpositionParser.Parse(
            Good.Replace(part, instead, StringComparison.Ordinal), isOpenMetrics: false));

    [Theory]
    [InlineData("# EOF", "# EOL")]
    [InlineData("# UNIT h_seconds seconds", "# UNIT h_seconds bytes")]
    [InlineData("} 2 #", "} 4 #")]
    [InlineData("h_seconds_count 3", "h_seconds_count 4")]
    [InlineData("h_seconds_sum 4", "h_seconds_sum -4")]
    [InlineData("0.5 12", "1.5 12")]
    [InlineData("le=\"+Inf\"", "le=\"2.0\"")]
    [InlineData("le=\"1.0\"", "le=\"+Inf\"")]
    public void Bad_histograms_are_refused(string part, string instead) =>
        Assert.Throws<FormatException>(() => ExpositionParser.Parse(
            Histogram.Replace(part, instead, StringComparison.Ordinal), isOpenMetrics: true));
}
