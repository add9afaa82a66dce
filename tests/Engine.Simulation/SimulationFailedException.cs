namespace Engine.Simulation;

/// <summary>A checker found that something was lost, repeated, renumbered or wrong.</summary>
public sealed class SimulationFailedException(string message) : Exception(message)
{
    internal static void Require(bool holds, string message)
    {
        if (!holds) throw new SimulationFailedException(message);
    }
}
