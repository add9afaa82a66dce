using Engine.Core.Events;
using Engine.Core.MarketData;

namespace Engine.Core.Pipeline.Logic;

/// <summary>Market data and definitions: the books first, then the stops and targets that the engine holds, then the
/// strategies.</summary>
internal sealed class MarketFlow
{
    private readonly LogicParts _parts;
    private readonly StrategyFlow _strategies;
    private readonly BreakerFlow _breakers;
    private readonly ProtectionFlow _protections;

    public MarketFlow(
        LogicParts parts, StrategyFlow strategies, BreakerFlow breakers, ProtectionFlow protections)
    {
        _breakers = breakers;
        _parts = parts;
        _strategies = strategies;
        _protections = protections;
    }

    public void OnQuote(GroupWriter group, ref EngineEvent e)
    {
        NoteRow(e.LaneId, e.Quote.SourceRow, e.Quote.EventTimeNs).QuoteCount++;
        ref var state = ref _parts.State;
        state.QuoteCount++;
        if (e.Quote.ConflatedCount > 0) state.ConflatedQuoteCount += e.Quote.ConflatedCount;
        if (!IsTaken(group, _parts.Market.OnQuote(in e))) return;

        var isRevalued = _parts.MarkPosition(e.InstrumentId);
        _breakers.OnMarked(group, e.InstrumentId, isRevalued, e.TimestampNs);
        _protections.OnQuote(group, in e);
        _strategies.OnMarketData(group, in e, e.Quote.EventTimeNs);
    }

    public void OnTrade(GroupWriter group, ref EngineEvent e)
    {
        NoteRow(e.LaneId, e.Trade.SourceRow, e.Trade.EventTimeNs).TradeCount++;
        _parts.State.TradeCount++;
        if (!IsTaken(group, _parts.Market.OnTrade(in e))) return;

        var isRevalued = _parts.MarkPosition(e.InstrumentId);
        _breakers.OnMarked(group, e.InstrumentId, isRevalued, e.TimestampNs);
        _protections.OnTrade(group, in e);
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
        if (!IsTaken(group, _parts.Market.OnBar(in e))) return;

        var isRevalued = _parts.MarkPosition(e.InstrumentId);
        _breakers.OnMarked(group, e.InstrumentId, isRevalued, e.TimestampNs);
        _strategies.OnBar(group, e.InstrumentId, spec: null, in e.Bar, e.TimestampNs);
    }

    public void OnInstrumentDefined(GroupWriter group, ref EngineEvent e)
    {
        var localId = e.Instrument.LocalId;
        NoteRow(e.LaneId, e.Instrument.SourceRow - 1, FixedPoint.Absent).DefinitionCount = localId + 1;

        var instrumentId = _parts.Market.Define(in e.Instrument, out var code);
        e.InstrumentId = instrumentId;
        if (code == MarketCode.Accepted) code = _parts.LaneInstruments.Map(e.LaneId, localId, instrumentId);
        if (code != MarketCode.Accepted)
        {
            _parts.RefuseInput(group, (int)code);
            return;
        }
        _parts.OnInstrument(instrumentId);
    }

    public void OnCalendarDay(GroupWriter group, ref EngineEvent e) =>
        IsTaken(group, _parts.Calendar.OnCalendarDay(in e.CalendarDay));

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

    private bool IsTaken(GroupWriter group, MarketCode code)
    {
        if (code == MarketCode.Accepted) return true;

        _parts.RefuseInput(group, (int)code);
        return false;
    }
}
