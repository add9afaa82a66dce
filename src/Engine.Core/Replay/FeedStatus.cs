namespace Engine.Core.Replay;

/// <summary>What has been heard of the market data, at one moment.</summary>
/// <param name="TimeNs">The run's clock at that moment.</param>
/// <param name="Streams">By instrument id.</param>
/// <param name="Sources">By rank.</param>
public sealed record FeedStatus(long TimeNs, IReadOnlyList<StreamFigures> Streams, IReadOnlyList<SourceFeed> Sources);
