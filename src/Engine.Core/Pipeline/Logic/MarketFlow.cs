using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.Portfolio;
using Engine.Core.State;

namespace Engine.Core.Pipeline.Logic;

/// <summary>Market data and definitions: the books first, then the strategies that see them.</summary>
internal sealed class MarketFlow
{
    private readonly LogicParts _parts;
    private readonly StrategyFlow _strategies;

    public MarketFlow(LogicParts parts, StrategyFlow strategies)
    {
        _parts = parts;
        _strategies = strategies;
    }

    public void OnQuote(GroupWriter group, ref EngineEvent e)
    {
        NoteRow(e.LaneId, e.Quote.SourceRow, e.Quote.EventTimeNs).QuoteCount++;
        ref var state = ref _parts.State;
        state.QuoteCount++;
        if (e.Quote.ConflatedCount > 0) state.ConflatedQuoteCount += e.Quote.ConflatedCount;
        if (!IsKnown(group, in e)) return;

        _parts.Market.OnQuote(in e);
        _parts.MarkPosition(e.InstrumentId);
        _strategies.OnMarketData(group, in e, e.Quote.EventTimeNs);
    }

    public void OnTrade(GroupWriter group, ref EngineEvent e)
    {
        NoteRow(e.LaneId, e.Trade.SourceRow, e.Trade.EventTimeNs).TradeCount++;
        _parts.State.TradeCount++;
        if (!IsKnown(group, in e)) return;

        _parts.Market.OnTrade(in e);
        _parts.MarkPosition(e.InstrumentId);
        _strategies.OnMarketData(group, in e, e.Trade.EventTimeNs);
        for (var i = 0; i < _parts.Bars.Count; i++)
            if (_parts.Bars[i].OnTrade(e.InstrumentId, in e.Trade, out var closed))
                _strategies.OnBar(group, e.InstrumentId, _parts.Bars[i].Spec, in closed, e.TimestampNs);
    }

    /// <summary>A bar from a source: strategies see it whatever kinds of bars they asked for.</summary>
    public void OnBar(GroupWriter group, ref EngineEvent e)
    {
        NoteRow(e.LaneId, e.Bar.SourceRow, e.Bar.EventTimeNs);
        _parts.State.BarCount++;
        if (!IsKnown(group, in e)) return;

        _parts.Market.OnBar(in e);
        _parts.MarkPosition(e.InstrumentId);
        ref readonly var bar = ref e.Bar;
        var closed = new Bar(
            bar.StartTimeNs, bar.StartTimeNs + bar.IntervalNs, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, TradeCount: 0);
        _strategies.OnBar(group, e.InstrumentId, spec: null, in closed, e.TimestampNs);
    }

    public void OnInstrumentDefined(GroupWriter group, ref EngineEvent e)
    {
        var localId = e.Instrument.LocalId;
        NoteRow(e.LaneId, e.Instrument.SourceRow - 1, FixedPoint.Absent).DefinitionCount = localId + 1;

        var instrumentId = _parts.Market.Define(in e.Instrument, out var code);
        e.InstrumentId = instrumentId;
        if (code != RiskCode.Accepted)
        {
            _parts.RefuseInput(group, code);
            return;
        }
        _parts.Market.Map(e.LaneId, localId, instrumentId);
        _parts.OnInstrument(instrumentId);
    }

    public void OnSourceOpened(ref EngineEvent e)
    {
        ref var lane = ref _parts.Lanes.Edit(e.LaneId);
        lane.FileSha256 = e.Source.Sha256;
        lane.OptionsHash = e.Source.OptionsHash;
        lane.Progress = 1;
    }

    public void OnSourceEnded(ref EngineEvent e)
    {
        ref var lane = ref _parts.Lanes.Edit(e.LaneId);
        lane.Progress = 2;
        lane.RowCount = e.Source.RowCount;
        lane.SkippedRows = e.Source.SkippedRows;
    }

    private ref LaneState NoteRow(int laneId, long row, long eventTimeNs)
    {
        ref var lane = ref _parts.Lanes.Edit(laneId);
        if (row > lane.LastRow) lane.LastRow = row;
        if (eventTimeNs > lane.LastEventTimeNs) lane.LastEventTimeNs = eventTimeNs;
        return ref lane;
    }

    private bool IsKnown(GroupWriter group, in EngineEvent e)
    {
        if ((uint)e.InstrumentId < (uint)_parts.Market.InstrumentCount) return true;

        _parts.RefuseInput(group, RiskCode.UnknownInstrument);
        return false;
    }
}
