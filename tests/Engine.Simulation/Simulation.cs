namespace Engine.Simulation;

/// <summary>One seed, from its scenario to the last check.</summary>
public static class Simulation
{
    /// <summary>Every fifth seed is a backtest.</summary>
    /// <returns>Where the journal ends, with the digest of all records: equal for equal seeds.</returns>
    /// <exception cref="SimulationFailedException">A checker failed, or the engine threw; the message has all it takes
    /// to run the seed again.</exception>
    public static string Run(int seed, Coverage coverage, long storyOfOrder = 0)
    {
        ArgumentNullException.ThrowIfNull(coverage);
        var scenario = new Scenario(seed, isBacktest: seed % 5 == 0);
        var own = new Coverage();
        string end;
        try
        {
            end = scenario.IsBacktest
                ? BacktestSimulation.Run(scenario, own)
                : new PaperSimulation(scenario, own) { StoryOfOrder = storyOfOrder }.Run();
        }
        catch (Exception exception)
        {
            throw new SimulationFailedException(
                $"{exception.Message}\n{scenario}\nRun it alone: dotnet run -c Release --project "
                    + $"tests/Engine.Simulation "
                + $"-- --seed {seed}\n{exception}");
        }
        coverage.Add(own);
        coverage.Count(scenario.IsBacktest ? "seeds: backtest"
            : scenario.HasVenueOutside ? "seeds: paper, venue outside" : "seeds: paper, venue inside");
        return end;
    }
}
