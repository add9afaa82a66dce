using Engine.Core.Events;

namespace Engine.Core.Config;

/// <summary>The setting <c>mode</c> as a journaled configuration holds it.</summary>
public static class ModeSetting
{
    /// <exception cref="ConfigException">The mode is missing or unknown.</exception>
    public static EngineMode Read(CanonicalConfig config)
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
