using Engine.Core.Events;
using Engine.Core.State;
using Engine.Core.Strategies;

namespace ExampleStrategy;

/// <summary>
/// Buys when a bar closes above everything seen in the opening range, and sells again after some bars.
/// Copy this project, rename it, and change what it decides.
/// </summary>
public sealed class Breakout : IStrategy
{
    private const long SignalBreakout = 1;

    // Fields hold parameters and tables only. They are set here, in Configure, and never again.
    private StateTable<BreakoutState> _states = null!;
    private long _quantity;
    private long _rangeBars;
    private long _holdBars;

    public void Configure(StrategySetup setup)
    {
        _quantity = setup.Parameters.GetLong("quantity", min: 1, max: 1_000_000, fallback: 100);
        _rangeBars = setup.Parameters.GetLong("rangeBars", min: 1, max: 1_000, fallback: 15);
        _holdBars = setup.Parameters.GetLong("holdBars", min: 1, max: 1_000, fallback: 30);
        var bar = setup.Parameters.GetDurationNs(
            "bar", minNs: 1_000_000_000, maxNs: 86_400_000_000_000, fallback: "1m");

        _states = setup.AddState<BreakoutState>(setup.InstrumentsMax);
        setup.RequestBars(new BarSpec(BarKind.Time, bar));
    }

    public void OnBar(StrategyContext context, int instrumentId, in BarPayload bar)
    {
        ref var state = ref _states.Edit(instrumentId);
        if (state.BarCount < _rangeBars)
        {
            state.High = state.BarCount == 0 ? bar.High : Math.Max(state.High, bar.High);
            state.Low = state.BarCount == 0 ? bar.Low : Math.Min(state.Low, bar.Low);
            state.BarCount++;
            return;
        }
        if (state.OrderId != 0) return;

        var position = context.Position(instrumentId).Quantity;
        if (position == 0 && bar.Close > state.High)
        {
            var quantity = _quantity * FixedPoint.PowerOfTen(context.Market.Instrument(instrumentId).SizeExponent);
            state.BarsHeld = 0;
            state.High = bar.Close;
            context.Signal(instrumentId, value: 0, SignalBreakout, bar.Close, quantity);
            state.OrderId = context.Submit(OrderTicket.Market(instrumentId, Side.Buy, quantity));
        }
        else if (position > 0 && ++state.BarsHeld >= _holdBars)
        {
            state.OrderId = context.Submit(OrderTicket.Market(instrumentId, Side.Sell, position));
        }
    }

    public void OnOrder(StrategyContext context, int instrumentId, long orderId, OrderStatus status)
    {
        var isOver = status
            is OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Rejected or OrderStatus.Expired;
        if (isOver && _states[instrumentId].OrderId == orderId) _states.Edit(instrumentId).OrderId = 0;
    }

    public void OnDenied(StrategyContext context, int instrumentId, in OrderPayload denied)
    {
        if (_states[instrumentId].OrderId == denied.OrderId) _states.Edit(instrumentId).OrderId = 0;
    }
}
