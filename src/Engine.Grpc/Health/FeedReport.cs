namespace Engine.Grpc.Health;

/// <summary>All streams of market data: sources first, then instruments.</summary>
internal sealed record FeedReport(IReadOnlyList<StreamHealth> Streams)
{
    public static FeedReport Nothing { get; } = new([]);

    public IEnumerable<StreamHealth> Silent => Streams.Where(stream => stream.State == HealthState.Failed);
}
