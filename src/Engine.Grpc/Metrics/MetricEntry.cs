namespace Engine.Grpc.Metrics;

/// <summary>One metric of the catalogue: how it is called, what it means, and where its values come from.</summary>
/// <param name="Name">Lower case with underscores, without unit and "_total".</param>
/// <param name="Meaning">One sentence without a full stop.</param>
internal sealed record MetricEntry(string Name, MetricKind Kind, MetricUnit Unit, string Meaning)
{
    /// <summary>Names of the labels.</summary>
    public IReadOnlyList<string> Labels { get; private init; } = [];

    /// <summary>No more series than this, whatever the engine trades.</summary>
    public required Func<SeriesBounds, int> SeriesMax { get; init; }

    /// <summary>Values that are known; nothing for what is not. Histograms have none here.</summary>
    public required Func<EngineReading, IEnumerable<MetricSample>> Read { get; init; }

    public string PrometheusName => MetricNames.Prometheus(Name, Unit, Kind);

    /// <summary>Without labels.</summary>
    /// <param name="read">Null where nothing is known.</param>
    public static MetricEntry One(
        MetricKind kind, string name, MetricUnit unit, string meaning, Func<EngineReading, double?> read) =>
        new(name, kind, unit, meaning)
        {
            SeriesMax = _ => 1,
            Read = reading => read(reading) is { } value ? [new MetricSample(value)] : [],
        };

    /// <summary>A value for each name of an enum, or for some, from the start on.</summary>
    public static MetricEntry Each<T>(
        MetricKind kind, string name, string label, string meaning, IReadOnlyList<T> names,
        Func<EngineReading, T, double?> read) where T : struct, Enum =>
        new(name, kind, MetricUnit.None, meaning)
        {
            Labels = [label],
            SeriesMax = _ => names.Count,
            Read = reading => names.Select(n => (Name: n, Value: read(reading, n)))
                .Where(pair => pair.Value is not null)
                .Select(pair => new MetricSample(pair.Value!.Value, pair.Name.ToString())),
        };

    /// <summary>1 for the name that holds, 0 for the others; all 0 while it is not known.</summary>
    public static MetricEntry OneHot<T>(
        string name, string label, string meaning, IReadOnlyList<T> names, Func<EngineReading, T?> read)
        where T : struct, Enum =>
        Each(MetricKind.Gauge, name, label, meaning + "; 1 for one, 0 for the others, all 0 while it is not known",
            names, (reading, n) => read(reading) is { } now && now.Equals(n) ? 1 : 0);

    public static MetricEntry Labeled(
        MetricKind kind, string name, MetricUnit unit, string[] labels, string meaning,
        Func<SeriesBounds, int> seriesMax, Func<EngineReading, IEnumerable<MetricSample>> read) =>
        new(name, kind, unit, meaning) { Labels = labels, SeriesMax = seriesMax, Read = read };
}
