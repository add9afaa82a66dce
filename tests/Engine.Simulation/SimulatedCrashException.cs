namespace Engine.Simulation;

/// <summary>The process dies here. No production code catches it as anything else.</summary>
internal sealed class SimulatedCrashException(string where) : Exception($"Simulated crash {where}.");
