using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>
/// The made-up price of one instrument: a drifting random walk with mean-reverting noise around it, all in 1/65536 of a
/// tick. The noise gives mean reversion something to do, the drift, which changes from time to time, the trend
/// followers. The proportions are those of a liquid stock: noise outlives a venue's latency by far, and a trend moves
/// the price less than the noise does until it has gone on for minutes.
/// </summary>
internal struct SimulatedMarket
{
    private const int SubTickBits = 16;
    private const int ReversionShift = 11;    // A 2048th of the noise decays per row.
    private const long DriftRowsMin = 10_000;
    private const long DriftRowsRange = 30_000;
    private const long DriftDivisor = 256;
    private const long WalkDivisor = 8;

    private readonly long _deviation;        // Of the noise added per row.
    private readonly long _valueMin;
    private readonly long _valueMax;
    private long _value;
    private long _noise;
    private long _drift;
    private long _driftRowsLeft;

    public SimulatedMarket(long startTicks, long volatilityMilliTicks)
    {
        _value = startTicks << SubTickBits;
        _deviation = (volatilityMilliTicks << SubTickBits) / 1_000;
        _valueMin = Math.Max(_value / 4, 64L << SubTickBits);
        _valueMax = Math.Max(_value * 4, _valueMin * 4);
        BidTicks = startTicks;
        AskTicks = startTicks + 1;
    }

    /// <summary>The last two-sided quote that was not crossed.</summary>
    public long BidTicks { get; private set; }

    public long AskTicks { get; private set; }

    /// <summary>One row further.</summary>
    /// <param name="scale">How much livelier than usual: 1, more in a burst.</param>
    public void Move(ref SeededRandom random, int scale)
    {
        if (_driftRowsLeft-- <= 0)
        {
            _driftRowsLeft = DriftRowsMin + random.NextBelow(DriftRowsRange);
            _drift = random.NextBell(_deviation / DriftDivisor);
        }
        _value += _drift + random.NextBell(_deviation * scale / WalkDivisor);
        if (_value < _valueMin) _value = _valueMin + (_valueMin - _value);
        if (_value > _valueMax) _value = _valueMax - (_value - _valueMax);
        _noise += random.NextBell(_deviation * scale) - (_noise >> ReversionShift);
    }

    /// <summary>Between a close and the next open much happens that nobody sees.</summary>
    public void MoveOverBreak(ref SeededRandom random)
    {
        for (var i = 0; i < 64; i++) Move(ref random, 1);
    }

    /// <summary>
    /// A quote around the price as it is. Most are two-sided; some are locked, crossed or one-sided, as in real feeds.
    /// </summary>
    public void Quote(ref SeededRandom random, in InstrumentPayload definition, ref QuotePayload quote)
    {
        var spread = random.OneIn(64) ? 5 + random.NextBelow(16) : 1 + random.NextBelow(3);
        var bid = Math.Max(((_value + _noise) >> SubTickBits) - (spread / 2), 1);
        var ask = bid + spread;
        BidTicks = bid;
        AskTicks = ask;
        if (random.OneIn(512)) ask = bid;
        else if (random.OneIn(1_024)) ask = Math.Max(bid - 1 - random.NextBelow(3), 1);

        quote.BidPrice = bid * definition.TickSize;
        quote.AskPrice = ask * definition.TickSize;
        quote.BidSize = Lots(ref random, in definition);
        quote.AskSize = Lots(ref random, in definition);
        if (!random.OneIn(256)) return;
        if (random.OneIn(2)) quote.BidPrice = quote.BidSize = FixedPoint.Absent;
        else quote.AskPrice = quote.AskSize = FixedPoint.Absent;
    }

    /// <summary>A print at the bid or at the ask.</summary>
    public readonly void Trade(ref SeededRandom random, in InstrumentPayload definition, ref TradePayload trade)
    {
        trade.Price = (random.OneIn(2) ? BidTicks : AskTicks) * definition.TickSize;
        trade.Size = Lots(ref random, in definition);
    }

    private static long Lots(ref SeededRandom random, in InstrumentPayload definition) =>
        (1 + random.NextBelow(20)) * 100 * definition.LotSize;
}
