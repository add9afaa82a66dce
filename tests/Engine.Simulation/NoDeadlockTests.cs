using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Journal;
using Engine.Core.Risk;
using Engine.Testing;
using Xunit;

namespace Engine.Simulation;

/// <summary>
/// No waiting cycle: every ring, lane and queue at its minimum size, and a venue that answers each order with a hundred
/// fills. On real threads in every layout: one that waited for another in a circle would never come to its end.
/// </summary>
public sealed class NoDeadlockTests
{
    [Theory]
    [InlineData("source|logic|journal|gateway|follower")]
    [InlineData("source|logic|journal+gateway|follower")]
    [InlineData("source+logic+journal+gateway|follower")]
    [InlineData("source+logic+journal+gateway+follower")]
    public void A_storm_of_fills_through_the_smallest_rings_comes_to_its_end(string layout)
    {
        var folder = Directory.CreateTempSubdirectory("engine-storm-").FullName;
        try
        {
            var venue = new StormGateway();
            var setup = new EngineSetup(new CanonicalConfig(Settings(layout)), new SimulationCatalog(), "storm")
            {
                DecorateGateway = _ => venue,
            };
            EngineSummary summary;
            using (var engine = TradingEngine.Open(setup, new DiskStorage(folder))) summary = engine.Run();

            Assert.Null(summary.Shutdown.Fault);
            Assert.Equal(0, summary.Shutdown.RemainingOrders);
            Assert.True(venue.Orders >= 20, $"Only {venue.Orders} orders: no storm.");
            Assert.True(venue.MostWaiting > 64, "The lane was never too small.");
            Assert.Equal(venue.Orders * (long)StormGateway.FillsPerOrder, summary.Counters.ExecutionCount);
            foreach (var position in summary.Positions)
                Assert.Equal(venue.PositionOf(position.InstrumentId), position.Quantity);

            Assert.Empty(JournalVerifier.Verify(new DiskStorage(folder)).Findings);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dictionary<string, string> Settings(string layout)
    {
        var settings = new Dictionary<string, string>
        {
            ["mode"] = "paper",
            ["account"] = "STORM",
            ["engineId"] = "STRM",
            ["journal.directory"] = "unused",
            ["venue.address"] = "unix:/unused",
            ["data.pace"] = "20",
            ["runFor"] = "20s",
            ["stop.deadline"] = "20s",
            ["simulated.rate"] = "500",
            ["simulated.duration"] = "1h",
            ["simulated.symbols"] = "ALFA,BRAVO",
            ["threads.layout"] = layout,
            ["strategies.storm.type"] = "passive-quoting",
            ["strategies.storm.changeInterval"] = "50ms",
            ["strategies.storm.quantity"] = "100",
            ["strategies.storm.positionMax"] = "100000",
            ["risk.maxInFlight"] = "1",
            ["risk.messagesPerSecond"] = "1000000",
            ["risk.messageBurst"] = "1000000",
            ["risk.maxOpenOrders"] = "32",
            ["limits.venueResponsesMax"] = "256",
            ["limits.openOrdersMax"] = "32",
            ["limits.executionIdsRetained"] = "65536",
            ["limits.instrumentsMax"] = "4",
        };
        foreach (var (name, _, min, _) in EngineLimits.Bounds)
        {
            var key = "limits." + char.ToLowerInvariant(name[0]) + name[1..];
            var isSize = name is not ("JournalStallMsMax" or "LanesMax" or "InstrumentsPerLaneMax"
                or "StateHashIntervalRecords" or "ConfigTextBytesMax");
            if (isSize)
                settings.TryAdd(key, $"{min}");
        }
        settings["limits.instrumentsPerLaneMax"] = "4";
        settings["limits.stateHashIntervalRecords"] = "64";
        var limits = RiskLimits.DemoDefaults + BreakerTexts.OffText;
        foreach (var line in limits.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            settings.TryAdd(line.Split('=')[0], line.Split('=')[1]);
        return settings;
    }
}
