using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Strategies;

namespace Engine.Core.Replay;

/// <summary>
/// Builds the model that a configuration text describes: limits, mode, strategies, and the simulated venue where it lives
/// in this process. The engine at its start and every reader of a journal build it here, so that they build the same.
/// </summary>
public sealed class ModelFactory
{
    private readonly IStrategyCatalog _catalog;

    public ModelFactory(IStrategyCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        _catalog = catalog;
    }

    /// <summary>The model of a journaled configuration.</summary>
    /// <exception cref="ConfigException">A setting is missing or cannot be used.</exception>
    public TradingModel Create(string configText) => Create(CanonicalConfig.Parse(configText));

    /// <param name="hostsVenue">
    /// Whether a paper venue lives in the model; null goes by <c>venue.address</c>, which a journal does not hold. A
    /// backtest always has its venue, and a live engine never.
    /// </param>
    /// <exception cref="ConfigException">A setting is missing or cannot be used.</exception>
    public TradingModel Create(CanonicalConfig config, bool? hostsVenue = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        var mode = ModeOf(config);
        var limits = EngineLimits.FromConfig(config.Section("limits"));
        var isHosted = mode switch
        {
            EngineMode.Backtest => true,
            EngineMode.Paper => hostsVenue ?? config.Root.GetText("venue.address", "").Length == 0,
            _ => false,
        };
        var venue = isHosted ? VenueOptions.FromConfig(config.Section("venue"), limits) : null;
        return new TradingModel(limits, mode, config, _catalog, venue);
    }

    /// <exception cref="ConfigException">The mode is missing or unknown.</exception>
    public static EngineMode ModeOf(CanonicalConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.Root.GetText("mode") switch
        {
            "backtest" => EngineMode.Backtest,
            "paper" => EngineMode.Paper,
            "live" => EngineMode.Live,
            var other => throw ConfigException.Invalid("mode", other, "give backtest, paper or live"),
        };
    }
}
