using System.Runtime.CompilerServices;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Gateway;

/// <summary>
/// The simulated venue: one deterministic state machine without clock and threads, fed with journal records in order.
/// Its state is a function of the records alone, whatever its host: inline in a backtest, behind the durable sequence
/// in paper trading, or in a process of its own. The rules are in docs/VENUE_MODEL.md.
/// <list type="number">
/// <item>Any record moves time forward; intents and session closes that are due take effect first, then the
/// record.</item>
/// <item>An intent of time t takes effect at t + latency (+ jitter), in the order of the intents.</item>
/// <item>A response of venue time v is due at v + report latency. Its venue event id is the running number.</item>
/// <item>The host takes due responses, journals them, and feeds them back like any other record: only that frees
/// them.</item>
/// </list>
/// </summary>
public sealed class VenueModel
{
    /// <summary>The inbound lane of everything a venue says.</summary>
    public const ushort VenueLaneId = 2;

    private readonly VenueTables _tables;
    private readonly StateTable<VenueMarketState> _markets;
    private readonly VenueResponses _responses;
    private readonly VenueFills _fills;
    private readonly VenueCalendar _calendar;
    private readonly VenueArrivals _arrivals;

    // Derived from the tables after every change, so that an idle market costs a few comparisons per record.
    private long _nextOwnEventNs = long.MaxValue; // When something happens at the venue without a new record.
    private long _nextDueNs = long.MaxValue;      // When the next response is due, given no new record.
    private long _nowNs;                          // The state keeps the time of the last record that mattered.
    private EngineEvent _head;                    // An order whose terms are the next record: never between groups.

    /// <exception cref="ArgumentException">The options cannot work.</exception>
    public VenueModel(StateRegistry registry, VenueOptions options)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
        _tables = new VenueTables(registry, options);
        _markets = _tables.Markets;
        _responses = new VenueResponses(registry, _tables);
        _fills = new VenueFills(_tables, _responses, new VenueTriggers(_tables));
        _calendar = new VenueCalendar(_tables);
        _arrivals = new VenueArrivals(_tables, _responses, _fills, new VenueTerms(_tables, _calendar));
        registry.OnRestored(() =>
        {
            _nowNs = _tables.Counts.NowNs;
            Refresh();
        });
    }

    public VenueOptions Options { get; }

    /// <summary>Time of the newest record.</summary>
    public long NowNs => _nowNs;

    /// <summary>Number of the newest response, due or not.</summary>
    public long ProducedEventId => _tables.Counts.ProducedEventId;

    /// <summary>Number of the newest response that came back as a record.</summary>
    public long ConsumedEventId => _tables.Counts.ConsumedEventId;

    /// <summary>Intents whose order id had come before.</summary>
    public long RepeatedOrders => _tables.Counts.RepeatedOrders;

    public int OpenOrders => _tables.Counts.LiveOrders;

    /// <summary>The soonest after an intent that it can be answered.</summary>
    public long MinimumLatencyNs => Options.MinimumLatencyNs;

    /// <summary>
    /// Without further records nothing is said before this time, and nothing at all if it is <see
    /// cref="long.MaxValue"/>.
    /// A merge may take an input of a time below it. Exact, not only processed time plus minimum latency, because the
    /// model has always processed everything that it was given.
    /// </summary>
    public long BoundNs => _nextDueNs;

    internal VenueTables Tables => _tables;

    internal VenueResponses Responses => _responses;

    /// <summary>
    /// Takes the next record of the journal, inputs and decisions alike. Kinds it has no use for only move time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnRecord(in EngineEvent record)
    {
        MoveTime(record.TimestampNs);
        if (record.Kind is (EventKind.Quote or EventKind.Trade) && !IsWatched(record.InstrumentId)) return;
        Apply(in record);
    }

    /// <summary>When the next response is due, given no further record. False if there will be none.</summary>
    public bool TryPeekResponse(out long dueTimeNs)
    {
        dueTimeNs = _nextDueNs;
        return dueTimeNs != long.MaxValue;
    }

    /// <summary>
    /// Takes the next response that is due at a time. In a backtest that time is the due time itself; behind the
    /// durable sequence it is <see cref="NowNs"/>. No record of an earlier time may follow.
    /// </summary>
    public bool TryTakeResponse(long nowNs, ref EngineEvent response)
    {
        if (nowNs < _nextDueNs || _nextDueNs == long.MaxValue) return false;

        if (!_responses.HasUntaken) RunOwnEvents(nowNs - Options.ReportLatencyNs);
        _responses.Take(ref response);
        Refresh();
        return true;
    }

    /// <summary>
    /// False for records that change nothing but the time, which the next record carries as well: a host with its own
    /// log need not keep them.
    /// </summary>
    public bool IsRelevant(in EngineEvent record)
    {
        if (record.Kind == EventKind.ClockTick) return record.TimestampNs >= _nextOwnEventNs;
        if (record.Kind == EventKind.CalendarDay) return !_calendar.Knows(in record.CalendarDay);
        if (record.Kind == EventKind.InstrumentDefined) return !IsDefined(record.InstrumentId);
        if (record.Kind is not (EventKind.Quote or EventKind.Trade)) return true;
        if (_tables.HasArrivals || record.TimestampNs >= _nextOwnEventNs) return true;
        return IsWatched(record.InstrumentId);
    }

    /// <summary>
    /// False if market data of an instrument cannot matter now: nothing works there, nothing was taken.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsWatched(int instrumentId) =>
        (uint)instrumentId < (uint)_markets.Capacity && _markets[instrumentId].Watch != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MoveTime(long timestampNs)
    {
        // Own events come first: what takes effect at the time of a record meets that record.
        if (timestampNs >= _nextOwnEventNs) RunOwnEvents(timestampNs);
        if (timestampNs > _nowNs) _nowNs = timestampNs;
    }

    private void RunOwnEvents(long untilNs)
    {
        while (_nextOwnEventNs <= untilNs && _nextOwnEventNs != long.MaxValue)
        {
            // A close and an intent of the same time: the session is over.
            if (_tables.NextExpiryNs <= _nextOwnEventNs) ExpireAt(_tables.NextExpiryNs);
            else _arrivals.TakeEffect();
            Refresh();
        }
    }

    private void ExpireAt(long closeTimeNs)
    {
        for (var next = _tables.Counts.FirstLive; next != 0;)
        {
            var slot = next - 1;
            next = _tables.Orders[slot].NextLive;
            if (_tables.Orders[slot].ExpireTimeNs > closeTimeNs) continue;

            if (OrderTypeTable.IsOnClose(_tables.Orders[slot].Type))
            {
                _fills.FillAtClose(slot, closeTimeNs);
                if (_tables.Orders[slot].IsLive) Expire(slot, closeTimeNs);
                next = _tables.Counts.FirstLive; // Its group may have left the list with it.
                continue;
            }
            Expire(slot, closeTimeNs);
        }
    }

    private void Expire(int slot, long timeNs)
    {
        ref var order = ref _tables.Orders.Edit(slot);
        order.Status = OrderStatus.Expired;
        order.Reason = order.TimeInForce == TimeInForce.GoodTillDate
            ? VenueReason.GoodTillDate
            : VenueReason.EndOfSession;
        _tables.Delist(slot);
        _responses.ReportOrder(EventKind.OrderExpired, in order, timeNs, order.Reason);
    }

    private void Apply(in EngineEvent record)
    {
        _tables.Counters.Edit(0).NowNs = _nowNs;
        switch (record.Kind)
        {
            case EventKind.Quote:
                _fills.OnWatchedQuote(record.InstrumentId, in record.Quote, NowNs, IsOpen(record.InstrumentId));
                break;
            case EventKind.Trade:
                _fills.OnWatchedTrade(record.InstrumentId, in record.Trade, NowNs, IsOpen(record.InstrumentId));
                break;
            case EventKind.OrderRequested or EventKind.CancelRequested or EventKind.ReplaceRequested:
                _head = default; // One whose terms did not come is none.
                if (record.Order.Code != RiskCode.Accepted) break;
                if (record.HasTerms) _head = record;
                else _arrivals.Enqueue(in record, default);
                break;
            case EventKind.OrderTerms when _head.Order.OrderId == record.OrderTerms.OrderId && _head.HasTerms:
                _arrivals.Enqueue(in _head, in record.OrderTerms);
                _head = default;
                break;
            case EventKind.InstrumentDefined:
                Define(record.InstrumentId, in record.Instrument);
                break;
            case EventKind.CalendarDay:
                _calendar.OnCalendarDay(in record.CalendarDay);
                break;
            case EventKind.Execution when record.Execution.IsQueryAnswer == 0:
                _responses.Consume(record.Execution.VenueEventId);
                break;
            case EventKind.OrderAccepted or EventKind.OrderRejected or EventKind.OrderCanceled or EventKind.OrderExpired
                or EventKind.OrderReplaced or EventKind.CancelRejected or EventKind.ReplaceRejected:
                _responses.Consume(record.OrderReport.VenueEventId);
                break;
        }
        Refresh();
    }

    private void Refresh()
    {
        _nextOwnEventNs = _tables.NextOwnEventNs;
        if (_responses.HasUntaken) _nextDueNs = _responses.NextDueNs;
        else if (_nextOwnEventNs == long.MaxValue) _nextDueNs = long.MaxValue;
        else _nextDueNs = _nextOwnEventNs + Options.ReportLatencyNs;
    }

    private bool IsOpen(int instrumentId) => _calendar.IsOpen(instrumentId, _nowNs);

    private bool IsDefined(int instrumentId) =>
        (uint)instrumentId < (uint)_tables.Markets.Capacity && _tables.Markets[instrumentId].IsDefined != 0;

    private void Define(int instrumentId, in InstrumentPayload instrument)
    {
        if ((uint)instrumentId >= (uint)_tables.Markets.Capacity || IsDefined(instrumentId)) return;

        ref var market = ref _tables.Markets.Edit(instrumentId);
        market.TickSize = Math.Max(1, instrument.TickSize);
        market.LotSize = Math.Max(1, instrument.LotSize);
        market.CalendarId = instrument.CalendarId;
        market.SizeExponent = instrument.SizeExponent;
        market.Multiplier = instrument.Multiplier;
        market.ScaleExponent = instrument.PriceExponent + instrument.SizeExponent;
        market.IsDefined = 1;
        market.Watch |= VenueMarketState.AwaitsQuote;
    }
}
