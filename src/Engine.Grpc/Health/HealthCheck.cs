namespace Engine.Grpc.Health;

/// <summary>One check and what it found.</summary>
/// <param name="Name">Stable: logic, phase, broker, feed, journal, disk, holds, follower.</param>
/// <param name="Detail">For people.</param>
/// <param name="AgeMs">How long what is judged has been so, in real time; null if the check knows no age.</param>
/// <param name="LimitMs">From which age the check fails; null if the check knows no age.</param>
internal sealed record HealthCheck(
    string Name, HealthState State, string Detail, long? AgeMs = null, long? LimitMs = null);
