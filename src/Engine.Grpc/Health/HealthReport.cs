using Engine.Core;

namespace Engine.Grpc.Health;

/// <summary>Every check of an engine at one moment.</summary>
/// <param name="IsLive">The logic's heart beats: nothing else makes a restart worth while.</param>
internal sealed record HealthReport(
    bool IsLive, IReadOnlyList<HealthCheck> Checks, FeedReport Feed, EngineVitals Vitals)
{
    /// <summary>The engine trades, or would if its strategies saw a reason.</summary>
    public bool IsReady => Checks.All(check => check.State != HealthState.Failed);

    public HealthState State => Checks.Max(check => check.State);

    public HealthCheck Check(string name) => Checks.Single(check => check.Name == name);
}
