using Engine.Core.Pipeline.Logic;

namespace Engine.Core.Replay;

/// <summary>What came from one source over the life of the journal.</summary>
public sealed record SourceFigures(string Name, long Quotes, long Trades, long LastRow, long SkippedRows, bool HasEnded)
{
    public static SourceFigures Of(string name, in LaneState lane) =>
        new(name, lane.QuoteCount, lane.TradeCount, lane.LastRow, lane.SkippedRows, lane.Progress == 2);
}
