using Engine.Core.Breakers;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.MarketData;
using Engine.Core.Pipeline;
using Engine.Core.Replay;
using Engine.Core.Strategies;

namespace Engine.Core;

/// <summary>
/// A checked configuration with everything an engine is built from. Building it finds every wrong setting.
/// </summary>
public sealed class EngineSetup
{
    // What decides about orders is journaled; where files lie and how threads run is not, so that two runs are equal.
    private static readonly string[] JournaledSections =
    [
        "account", "breakers", "engineId", "flatten", "instruments", "limits", "marks", "mode", "orders", "risk",
        "simulated",
        "strategies", "venue",
    ];

    // Of the server's section only what the core decides by: the rest names credentials and files.
    private static readonly string[] JournaledKeys = ["control.twoPerson", "control.twoPersonWithin"];

    private static readonly string[] EdgeKeys = ["venue.address"];

    /// <param name="build">Identifies the program; at most 24 ASCII characters are journaled.</param>
    /// <exception cref="ConfigException">A setting is missing, unknown to its reader, or cannot be used.</exception>
    public EngineSetup(CanonicalConfig config, IStrategyCatalog catalog, string build)
    {
        ArgumentNullException.ThrowIfNull(config);
        Catalog = catalog;
        Build = build;
        Options = EngineOptions.FromConfig(config);
        Limits = EngineLimits.FromConfig(config.Section("limits"));
        SourceFactory.CheckLanes(Options, Limits);
        Instruments = new InstrumentCatalog(config);
        Simulated = SimulatedSourceOptions.Read(config.Section("simulated"));

        // A model on the given settings reads the rest and shows what cannot be used.
        // A replay must know; the address it need not.
        config.Set("venue.hosted", Options.HostsVenue ? "true" : "false");
        Venue = VenueOptions.FromConfig(config.Section("venue"), Limits);
        var probe = new ModelFactory(catalog).Create(config);
        Breakers = BreakerOptions.Parse(config.Section("breakers"), Options.Mode);
        if (!Options.Metrics.Latency && Breakers.Of(BreakerKind.Latency).IsEnabled)
        {
            throw ConfigException.Invalid("metrics.latency", "false",
                "the breaker latency measures by it; leave it true, or set breakers.latency.enabled to false");
        }
        config.Root.GetBool("venue.hosted");
        ConfigText = JournaledText(config);
        if (ConfigText.Length > Limits.ConfigTextBytesMax)
        {
            throw ConfigException.Invalid("(all settings)", $"{ConfigText.Length} characters",
                $"use fewer settings: the journaled text may have {Limits.ConfigTextBytesMax}");
        }
        StrategyNames = [.. probe.Chain.View.Strategies.Select(host => host.Name)];
    }

    public EngineOptions Options { get; }

    public EngineLimits Limits { get; }

    public IStrategyCatalog Catalog { get; }

    public string Build { get; }

    public InstrumentCatalog Instruments { get; }

    public SimulatedSourceOptions Simulated { get; }

    public VenueOptions Venue { get; }

    public BreakerOptions Breakers { get; }

    /// <summary>The effective settings that decide about orders, canonical; journaled at every start.</summary>
    public string ConfigText { get; }

    public IReadOnlyList<string> StrategyNames { get; }

    /// <summary>
    /// Puts something between the engine and its venue: a recorder, or the fault injection of the crash tests. Called
    /// once while the pipeline is wired.
    /// </summary>
    public Func<IOrderGateway, IOrderGateway> DecorateGateway { get; init; } = static gateway => gateway;

    /// <summary>
    /// Nothing runs by itself: whoever opened the engine calls its threads' passes, in an order of his own. For
    /// simulation.
    /// </summary>
    public bool IsSingleThreaded { get; init; }

    /// <summary>Where clocks and deadlines take their time from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Sources and stages of another program, for measuring: docs/PERFORMANCE.md shows how.
    /// </summary>
    public PipelineHooks Hooks { get; init; } = new();

    private static string JournaledText(CanonicalConfig config)
    {
        var lines = config.EffectiveText().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line =>
        {
            var key = line[..line.IndexOf('=', StringComparison.Ordinal)];
            return JournaledKeys.Contains(key)
                || (JournaledSections.Contains(key.Split('.')[0]) && !EdgeKeys.Contains(key));
        });
        return string.Concat(lines.Select(line => line + "\n"));
    }
}
