namespace Engine.Grpc.Metrics;

/// <summary>
/// How a metric is called: OpenTelemetry has the name and the unit apart, Prometheus wants the unit in the name, and
/// "_total" behind counters.
/// </summary>
internal static class MetricNames
{
    public const string TotalSuffix = "_total";

    /// <summary>Of the family, without the "_total" of a counter.</summary>
    public static string Family(string name, MetricUnit unit) =>
        unit == MetricUnit.None ? name : $"{name}_{OpenMetricsUnit(unit)}";

    /// <summary>As Prometheus stores it.</summary>
    public static string Prometheus(string name, MetricUnit unit, MetricKind kind) =>
        kind == MetricKind.Counter ? Family(name, unit) + TotalSuffix : Family(name, unit);

    /// <summary>Empty if there is none.</summary>
    public static string OpenMetricsUnit(MetricUnit unit) => unit switch
    {
        MetricUnit.Seconds => "seconds",
        MetricUnit.Bytes => "bytes",
        MetricUnit.Ratio => "ratio",
        _ => "",
    };

    /// <summary>As OpenTelemetry writes it (UCUM); null if there is none.</summary>
    public static string? OpenTelemetryUnit(MetricUnit unit) => unit switch
    {
        MetricUnit.Seconds => "s",
        MetricUnit.Bytes => "By",
        MetricUnit.Ratio => "1",
        _ => null,
    };

    /// <summary>The other way round.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No unit of the catalogue.</exception>
    public static MetricUnit OfOpenTelemetry(string? unit) => unit switch
    {
        "s" => MetricUnit.Seconds,
        "By" => MetricUnit.Bytes,
        "1" => MetricUnit.Ratio,
        null or "" => MetricUnit.None,
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Use s, By, 1 or none."),
    };
}
