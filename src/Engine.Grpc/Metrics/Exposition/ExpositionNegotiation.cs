using Microsoft.Net.Http.Headers;

namespace Engine.Grpc.Metrics.Exposition;

/// <summary>Which format a client gets, by what it accepts.</summary>
internal static class ExpositionNegotiation
{
    private const string PrometheusType = "text/plain";
    private const string OpenMetricsType = "application/openmetrics-text";

    public static string ContentType(ExpositionFormat format) => format == ExpositionFormat.OpenMetrics
        ? OpenMetricsType + "; version=1.0.0; charset=utf-8"
        : PrometheusType + "; version=0.0.4; charset=utf-8";

    /// <summary>
    /// The format with the higher weight; OpenMetrics where it was asked for by name and weighs the same. Null if
    /// nothing fits.
    /// </summary>
    /// <param name="accept">Values of the header; none accepts everything.</param>
    public static ExpositionFormat? Choose(IReadOnlyList<string?> accept)
    {
        var given = accept.Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => value!).ToArray();
        if (given.Length == 0) return ExpositionFormat.Prometheus;
        // What cannot be read is passed over.
        if (!MediaTypeHeaderValue.TryParseList(given, out var ranges)) return null;

        var (plain, _) = WeightOf(ranges, PrometheusType, ["0.0.4"]);
        var (open, isNamed) = WeightOf(ranges, OpenMetricsType, ["1.0.0", "0.0.1"]);
        if (plain == 0 && open == 0) return null;
        return open > plain || (open == plain && isNamed) ? ExpositionFormat.OpenMetrics : ExpositionFormat.Prometheus;
    }

    // The most precise range that fits decides, whatever the others weigh.
    private static (double Weight, bool IsNamed) WeightOf(
        IList<MediaTypeHeaderValue> ranges, string type, string[] versions)
    {
        var (precision, weight) = (-1, 0.0);
        foreach (var range in ranges)
        {
            var found = PrecisionOf(range, type, versions);
            if (found < 0 || found < precision) continue;
            var own = range.Quality ?? 1;
            weight = found > precision ? own : Math.Max(weight, own);
            precision = found;
        }
        return (weight, precision >= 2);
    }

    // 0: anything, 1: any of its kind, 2: by name, 3: by name and version; below zero: not this.
    private static int PrecisionOf(MediaTypeHeaderValue range, string type, string[] versions)
    {
        if (range.MatchesAllTypes) return 0;
        if (range.MatchesAllSubTypes)
            return type.StartsWith(range.Type + "/", StringComparison.OrdinalIgnoreCase) ? 1 : -1;
        if (!range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)) return -1;

        var version = range.Parameters.FirstOrDefault(
            parameter => parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase));
        if (version is null) return 2;
        return versions.Contains(version.GetUnescapedValue().ToString()) ? 3 : -1;
    }
}
