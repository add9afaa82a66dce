using Engine.Core.Config;

namespace Engine.Grpc.Metrics.Otlp;

/// <summary>Settings <c>metrics.otlp.*</c>: where metrics are pushed to, and how often.</summary>
/// <param name="Endpoint">The whole address; null pushes nothing.</param>
internal sealed record OtlpOptions(Uri? Endpoint, OtlpProtocol Protocol, TimeSpan Interval, TimeSpan Timeout)
{
    private const string Off = "off";
    private const string HttpProtobuf = "http/protobuf";
    private const string Grpc = "grpc";
    private const long Second = 1_000_000_000;
    private const long IntervalNsMin = Second / 10;
    private const long IntervalNsMax = 600 * Second;
    private const long TimeoutNsMin = Second / 10;
    private const long TimeoutNsMax = 60 * Second;
    private const long NsPerTimeSpanTick = 100;

    /// <exception cref="ConfigException">A setting cannot be used.</exception>
    public static OtlpOptions FromConfig(ConfigSection otlp)
    {
        var endpoint = Address(otlp, otlp.GetText("endpoint", Off));
        var protocol = otlp.GetText("protocol", HttpProtobuf) switch
        {
            HttpProtobuf => OtlpProtocol.HttpProtobuf,
            Grpc => OtlpProtocol.Grpc,
            var other => throw ConfigException.Invalid(
                otlp.KeyOf("protocol"), other, $"give {HttpProtobuf} or {Grpc}"),
        };
        var interval = Duration(otlp, "interval", IntervalNsMin, IntervalNsMax, "10s");
        return new OtlpOptions(
            endpoint, protocol, interval, Duration(otlp, "timeout", TimeoutNsMin, TimeoutNsMax, "5s"));
    }

    private static Uri? Address(ConfigSection otlp, string text)
    {
        if (text == Off) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address.UserInfo.Length == 0)
        {
            return address;
        }
        throw ConfigException.Invalid(otlp.KeyOf("endpoint"), text,
            "give off, or an address without credentials such as http://127.0.0.1:4318/v1/metrics");
    }

    private static TimeSpan Duration(ConfigSection otlp, string name, long minNs, long maxNs, string fallback) =>
        TimeSpan.FromTicks(otlp.GetDurationNs(name, minNs, maxNs, fallback) / NsPerTimeSpanTick);
}
