using Engine.Core.Config;

namespace Engine.Grpc.Metrics;

/// <summary>Settings <c>metrics.*</c> that bound the number of series, whatever is traded.</summary>
/// <param name="InstrumentsMax">Instruments with series of their own.</param>
/// <param name="StrategiesMax">Strategies with series of their own.</param>
/// <param name="SourcesMax">Sources of market data with series of their own.</param>
internal sealed record SeriesBounds(int InstrumentsMax, int StrategiesMax, int SourcesMax)
{
    private const int InstrumentsDefault = 256;
    private const int InstrumentsUpper = 4_096;
    private const int StrategiesDefault = 64;
    private const int StrategiesUpper = 64;
    private const int SourcesDefault = 64;
    private const int SourcesUpper = 1_024;

    public static SeriesBounds Default { get; } = new(InstrumentsDefault, StrategiesDefault, SourcesDefault);

    /// <exception cref="ConfigException">A setting cannot be used.</exception>
    public static SeriesBounds FromConfig(ConfigSection metrics) => new(
        (int)metrics.GetLong("instrumentsMax", 1, InstrumentsUpper, InstrumentsDefault),
        (int)metrics.GetLong("strategiesMax", 1, StrategiesUpper, StrategiesDefault),
        (int)metrics.GetLong("sourcesMax", 1, SourcesUpper, SourcesDefault));
}
