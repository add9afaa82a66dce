using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>
/// The rows of the simulated market, one after the other: at each open a quote of every instrument, then quotes and
/// trades
/// in random order with bursts, and at a close that another open follows, every quote withdrawn.
/// </summary>
internal sealed class SimulatedFeed
{
    private const int BurstScale = 3;
    private const long BurstGapDivisor = 16;
    private const long TicksMin = 64;
    private const long PriceMax = long.MaxValue >> 20;    // Leaves the walk room in its finer unit.

    private readonly SimulatedMarket[] _markets;
    private readonly InstrumentPayload[] _definitions;
    private readonly long _endNs;
    private readonly long _sessionNs;
    private readonly long _breakNs;
    private readonly long _gapNs;    // Mean, outside of bursts.
    private SeededRandom _random;
    private long _timeNs;
    private long _closeNs;
    private int _opening;            // Instruments that had their opening quote.
    private int _closing = -1;       // Instruments whose quote was withdrawn; -1 while the session is open.
    private long _burstRowsLeft;

    public SimulatedFeed(SimulatedSourceOptions options, InstrumentPayload[] definitions)
    {
        _definitions = definitions;
        _markets = new SimulatedMarket[definitions.Length];
        for (var i = 0; i < definitions.Length; i++)
        {
            var instrument = options.Instruments[i];
            var exponent = definitions[i].PriceExponent;
            if (!FixedPoint.TryParse(instrument.StartPrice, exponent, out var price)
                || price < definitions[i].TickSize * TicksMin || price > PriceMax)
            {
                throw new ArgumentException(
                    $"The start price '{instrument.StartPrice}' of {instrument.Symbol} is not a price of at least "
                    + $"{TicksMin} ticks with at most {exponent} decimal places; set another one.");
            }
            _markets[i] = new SimulatedMarket(price / definitions[i].TickSize, instrument.VolatilityMilliTicks);
        }
        _random = new SeededRandom(options.Seed);
        _endNs = options.StartTimeNs + options.DurationNs;
        _sessionNs = options.SessionNs == 0 ? options.DurationNs : options.SessionNs;
        _breakNs = options.BreakNs;
        _gapNs = Math.Max(1_000_000_000 / options.RowsPerSecond, 1);
        _timeNs = options.StartTimeNs;
        _closeNs = options.StartTimeNs + _sessionNs;
    }

    /// <summary>Fills an all-zero event with the next row. False at the end.</summary>
    public bool TryNext(long row, ref EngineEvent input)
    {
        if (_closing >= 0 && !TryLeaveClose()) return false;
        if (_closing < 0 && _opening == _markets.Length) Advance();
        if (_timeNs >= _endNs) return false;

        input.SchemaVersion = EngineEvent.CurrentSchemaVersion;
        input.TimestampNs = _timeNs;
        if (_closing >= 0) Withdraw(_closing++, row, ref input);
        else if (_opening < _markets.Length) WriteQuote(_opening++, row, ref input);
        else WriteAny(row, ref input);
        return true;
    }

    private void Advance()
    {
        var isBurst = _burstRowsLeft > 0;
        if (isBurst) _burstRowsLeft--;
        else if (_random.OneIn(2_048)) _burstRowsLeft = 64 + _random.NextBelow(448);

        _timeNs += 1 + _random.NextBelow(isBurst ? Math.Max(2 * _gapNs / BurstGapDivisor, 1) : 2 * _gapNs);
        if (_timeNs < _closeNs) return;

        _timeNs = _closeNs;
        _closing = 0;
    }

    // True unless the data ends with this close.
    private bool TryLeaveClose()
    {
        if (_closeNs + _breakNs >= _endNs) return false;
        if (_closing < _markets.Length) return true;

        _timeNs = _closeNs + _breakNs;
        _closeNs = _timeNs + _sessionNs;
        _closing = -1;
        _opening = 0;
        _burstRowsLeft = 0;
        for (var i = 0; i < _markets.Length; i++) _markets[i].MoveOverBreak(ref _random);
        return true;
    }

    private void WriteAny(long row, ref EngineEvent input)
    {
        var instrument = (int)_random.NextBelow(_markets.Length);
        _markets[instrument].Move(ref _random, _burstRowsLeft > 0 ? BurstScale : 1);
        if (_random.NextBelow(10) < 7) WriteQuote(instrument, row, ref input);
        else WriteTrade(instrument, row, ref input);
    }

    private void WriteQuote(int instrument, long row, ref EngineEvent input)
    {
        _markets[instrument].Quote(ref _random, in _definitions[instrument], ref input.Quote);
        Complete(instrument, row, ref input);
    }

    private void Withdraw(int instrument, long row, ref EngineEvent input)
    {
        input.Quote.BidPrice = input.Quote.AskPrice = FixedPoint.Absent;
        input.Quote.BidSize = input.Quote.AskSize = FixedPoint.Absent;
        Complete(instrument, row, ref input);
    }

    private void Complete(int instrument, long row, ref EngineEvent input)
    {
        input.Kind = EventKind.Quote;
        input.InstrumentId = instrument;
        input.Quote.EventTimeNs = _timeNs;
        input.Quote.ReceiveTimeNs = _timeNs;
        input.Quote.EarliestReceiveTimeNs = _timeNs;
        input.Quote.SourceRow = row;
    }

    private void WriteTrade(int instrument, long row, ref EngineEvent input)
    {
        _markets[instrument].Trade(ref _random, in _definitions[instrument], ref input.Trade);
        input.Kind = EventKind.Trade;
        input.InstrumentId = instrument;
        input.Trade.EventTimeNs = _timeNs;
        input.Trade.ReceiveTimeNs = _timeNs;
        input.Trade.SourceRow = row;
    }
}
