using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.Pipeline.Logic;

namespace Engine.Core.Replay;

/// <summary>Reads off a model what its market data last said. On the thread that the model belongs to.</summary>
internal sealed class FeedReader(LogicChain chain, int sourceCount)
{
    private readonly LogicView _view = chain.View;
    private readonly List<string> _symbols = [];
    private readonly (long Row, long HeardNs)[] _heard = NothingHeard(chain.View, sourceCount);
    private readonly List<int>[] _brought = [.. Enumerable.Range(0, sourceCount).Select(_ => new List<int>())];

    /// <param name="nowNs">The run's clock: model time stands still while nothing comes, which is what matters
    /// here.</param>
    public FeedStatus Read(long nowNs)
    {
        var sources = new SourceFeed[_brought.Length];
        var isFed = new bool[_view.Market.InstrumentCount];
        for (var rank = 0; rank < sources.Length; rank++)
        {
            ref readonly var lane = ref _view.Lane(LaneIds.FirstSource + rank);
            var state = (FeedState)lane.Progress;
            var brought = NoteInstruments(rank);
            // Nobody edits a list that was handed out: it is replaced when something is added.
            if (lane.LastRow != _heard[rank].Row) _heard[rank] = (lane.LastRow, chain.EngineTimeNs);
            sources[rank] = new SourceFeed(state, _heard[rank].HeardNs, lane.LastRow, brought);
            if (state != FeedState.Open) continue;
            foreach (var id in brought) isFed[id] = true;
        }

        var streams = new StreamFigures[isFed.Length];
        for (var id = 0; id < streams.Length; id++) streams[id] = Stream(id, isFed[id], nowNs);
        return new FeedStatus(nowNs, streams, sources);
    }

    // What the journal has from before this run says nothing about the source now.
    private static (long Row, long HeardNs)[] NothingHeard(LogicView view, int sourceCount)
    {
        var heard = new (long Row, long HeardNs)[sourceCount];
        for (var rank = 0; rank < sourceCount; rank++)
            heard[rank] = (view.Lane(LaneIds.FirstSource + rank).LastRow, FixedPoint.Absent);
        return heard;
    }

    private List<int> NoteInstruments(int rank)
    {
        var brought = _brought[rank];
        var known = brought.Count;
        int id;
        while ((id = chain.ResolveInstrument(LaneIds.FirstSource + rank, brought.Count)) >= 0)
        {
            if (brought.Count == known) brought = [.. brought];
            brought.Add(id);
        }
        return _brought[rank] = brought;
    }

    private StreamFigures Stream(int id, bool isFed, long nowNs)
    {
        ref readonly var instrument = ref _view.Market.Instrument(id);
        if (id == _symbols.Count) _symbols.Add(instrument.Symbol.ToString());
        var expiry = instrument.ExpiryTimeNs;
        var isExpired = expiry is not (0 or FixedPoint.Absent) && nowNs >= expiry;
        return new StreamFigures(
            _symbols[id], LastEventNs(in _view.Market.Market(id)),
            _view.Calendar.SessionOpenNs(instrument.CalendarId, nowNs),
            _view.Calendar.SessionCloseNs(instrument.CalendarId, nowNs), isFed && !isExpired);
    }

    // What was never seen is Absent, the smallest number there is.
    private static long LastEventNs(ref readonly MarketState market) =>
        Math.Max(market.QuoteEngineTimeNs, Math.Max(market.LastTradeEngineTimeNs, market.BarEngineTimeNs));
}
