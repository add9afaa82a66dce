using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.MarketData;

/// <summary>
/// Builds bars of one kind from the trades of all instruments, in event time: open is the first trade, close the last
/// in
/// the order of arrival. Every trade counts, zero-size ones too; spans without trades have no bar.
/// <list type="bullet">
/// <item>A time bar is closed by the first trade at or past its end, so it is known no earlier than that trade.</item>
/// <item>A late trade (before the start of the current bar) counts into the current bar: closed bars never
/// change.</item>
/// <item>A tick or volume bar is closed by the trade that completes it; a trade is never split over two bars.</item>
/// </list>
/// </summary>
public sealed class BarBuilder
{
    private readonly StateTable<BarState> _bars;
    private readonly BarSpec _spec;

    /// <param name="partId">The snapshot part that the owner has for this builder.</param>
    public BarBuilder(StateRegistry registry, int partId, BarSpec spec, int instrumentsMax)
    {
        if (spec.Kind == BarKind.None) throw new ArgumentException("Say which bars to build.", nameof(spec));
        _spec = spec;
        _bars = registry.Add<BarState>(partId, 1, instrumentsMax);
    }

    public BarSpec Spec => _spec;

    /// <summary>The bar being built; its trade count is 0 if there is none.</summary>
    public ref readonly BarState Current(int instrumentId) => ref _bars[instrumentId];

    /// <summary>True if the trade closed a bar.</summary>
    public bool OnTrade(int instrumentId, in TradePayload trade, out BarPayload closed)
    {
        ref var bar = ref _bars.Edit(instrumentId);
        var isPastEnd = bar.TradeCount != 0 && trade.EventTimeNs >= bar.EndTimeNs;
        if (isPastEnd)
        {
            closed = Close(ref bar);
            Start(ref bar, in trade);
            return true;
        }
        if (bar.TradeCount == 0) Start(ref bar, in trade);
        else Extend(ref bar, in trade);

        var isComplete = (_spec.Kind == BarKind.Tick && bar.TradeCount >= _spec.Size)
            || (_spec.Kind == BarKind.Volume && bar.Volume >= _spec.Size);
        closed = isComplete ? Close(ref bar) : default;
        return isComplete;
    }

    /// <summary>Closes the bar being built, complete or not: the end of the data. False if there is none.</summary>
    public bool Flush(int instrumentId, out BarPayload closed)
    {
        var isOpen = _bars[instrumentId].TradeCount != 0;
        closed = isOpen ? Close(ref _bars.Edit(instrumentId)) : default;
        return isOpen;
    }

    private static void Extend(ref BarState bar, in TradePayload trade)
    {
        bar.High = Math.Max(bar.High, trade.Price);
        bar.Low = Math.Min(bar.Low, trade.Price);
        bar.Close = trade.Price;

        // The market book refuses a trade before its volume leaves 64 bits; without a book this is the check.
        bar.Volume = checked(bar.Volume + trade.Size);
        bar.TradeCount++;
        bar.LastEventTimeNs = Math.Max(bar.LastEventTimeNs, trade.EventTimeNs);
        bar.LastReceiveTimeNs = trade.ReceiveTimeNs;
        bar.LastRow = trade.SourceRow;
    }

    private void Start(ref BarState bar, in TradePayload trade)
    {
        bar.Open = bar.High = bar.Low = bar.Close = trade.Price;
        bar.Volume = trade.Size;
        bar.TradeCount = 1;
        bar.LastEventTimeNs = trade.EventTimeNs;
        bar.LastReceiveTimeNs = trade.ReceiveTimeNs;
        bar.LastRow = trade.SourceRow;
        bar.StartTimeNs = trade.EventTimeNs;
        bar.EndTimeNs = long.MaxValue;
        if (_spec.Kind != BarKind.Time) return;

        var intoBar = trade.EventTimeNs % _spec.Size;
        bar.StartTimeNs -= intoBar < 0 ? intoBar + _spec.Size : intoBar;
        bar.EndTimeNs = bar.StartTimeNs + _spec.Size;
    }

    private BarPayload Close(ref BarState bar)
    {
        var isTime = _spec.Kind == BarKind.Time;
        var closed = new BarPayload
        {
            Open = bar.Open,
            High = bar.High,
            Low = bar.Low,
            Close = bar.Close,
            Volume = bar.Volume,
            StartTimeNs = bar.StartTimeNs,
            IntervalNs = isTime ? _spec.Size : bar.LastEventTimeNs - bar.StartTimeNs,
            EventTimeNs = isTime ? bar.EndTimeNs : bar.LastEventTimeNs,
            ReceiveTimeNs = bar.LastReceiveTimeNs,
            SourceRow = bar.LastRow,
        };
        bar = default;
        return closed;
    }
}
