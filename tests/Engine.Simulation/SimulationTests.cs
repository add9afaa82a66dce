using Xunit;
using Xunit.Abstractions;

namespace Engine.Simulation;

/// <summary>
/// A small part of the campaign in every test run. SIMULATION_SEEDS and SIMULATION_FROM choose more or others; the
/// whole campaign is `dotnet run -c Release --project tests/Engine.Simulation -- --seeds 1000`.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int SeedsDefault = 40;

    [Fact]
    public void Nothing_that_was_seen_is_lost_repeated_or_renumbered_whatever_fails()
    {
        var coverage = new Coverage();
        var from = Number("SIMULATION_FROM", 1);
        var seeds = Number("SIMULATION_SEEDS", SeedsDefault);
        output.WriteLine($"Seeds {from} to {from + seeds - 1}.");
        for (var seed = from; seed < from + seeds; seed++) Simulation.Run(seed, coverage);
        output.WriteLine(coverage.ToString());
        if (seeds < SeedsDefault) return;

        // A run that met none of these would prove nothing.
        foreach (var situation in new[]
        {
            "records Execution", "records OrderBecameUnknown", "records OrderResolved", "line breaks", "power losses",
            "recoveries from a snapshot", "recoveries with a cut tail", "recoveries with a sequence jump",
            "recoveries with working orders", "segment rolls", "starts that died", "ordered stops",
            "records OrderTerms", "legs fired",
            "records CommandAnswered", "records FlattenCompleted", "records PositionFlattened",
        })
        {
            Assert.True(coverage[situation] > 0, $"Never met: {situation}.");
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        foreach (var seed in new[] { 3, 4, 5 })
            Assert.Equal(Simulation.Run(seed, new Coverage()), Simulation.Run(seed, new Coverage()));
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : otherwise;
}
