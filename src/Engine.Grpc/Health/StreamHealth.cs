namespace Engine.Grpc.Health;

/// <summary>How long one stream of market data has been silent.</summary>
/// <param name="Name">Symbol of an instrument, or name of a source.</param>
/// <param name="AgeNs">Engine time since the last useful event, the open of the session or the start of the data; null
/// where silence is no sign of anything.</param>
/// <param name="LimitNs">Engine time; null if nobody watches this stream.</param>
/// <param name="Detail">Why it is not judged; empty if it is.</param>
internal sealed record StreamHealth(
    string Name, bool IsSource, HealthState State, long? AgeNs, long? LimitNs, string Detail);
