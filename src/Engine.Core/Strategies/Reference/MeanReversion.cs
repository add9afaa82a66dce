using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Strategies.Reference;

/// <summary>
/// Trades against excursions: samples the mid into a rolling window, buys when the price lies far below the mean in
/// units of the standard deviation, sells when far above, and leaves when it is back near the mean or after a time.
/// One position of the configured quantity per instrument, one working order at a time, integers only: comparing
/// squares needs no root, so a quote costs a few multiplications.
/// </summary>
public sealed class MeanReversion : IStrategy
{
    /// <summary>Codes of the signals.</summary>
    public const long SignalEntry = 1;

    public const long SignalExit = 2;

    private const int ZExponent = 2;
    private const long ZOneSquared = 10_000;
    private const long RootScale = 10_000;

    private StateTable<ReversionState> _states = null!;
    private SampleRing _samples = null!;
    private OrderQuantity _quantity;
    private int _window;
    private long _sampleIntervalNs;
    private long _entrySquared;
    private long _exitSquared;
    private long _edgeSpreads;
    private long _holdMaxNs;
    private long _pauseNs;
    private long _orderTimeoutNs;
    private bool _mayShort;

    public void Configure(StrategySetup setup)
    {
        var parameters = setup.Parameters;
        _quantity = OrderQuantity.Read(parameters, "quantity", "100");
        _window = (int)parameters.GetLong("window", 8, ReversionState.WindowMax, 30);
        _sampleIntervalNs = parameters.GetDurationNs("sampleInterval", 0, DurationNs.Day, "1s");
        var entry = parameters.GetFixed("entryZ", ZExponent, 50, 1_000, "2");
        var exit = parameters.GetFixed("exitZ", ZExponent, 0, 1_000, "0.5");
        if (exit >= entry)
        {
            throw ConfigException.Invalid(
                parameters.KeyOf("exitZ"), FixedPoint.Format(exit, ZExponent), "give less than entryZ");
        }
        _entrySquared = entry * entry;
        _exitSquared = exit * exit;
        _edgeSpreads = parameters.GetLong("edgeSpreads", 0, 1_000, 1);
        _holdMaxNs = parameters.GetDurationNs("holdMax", DurationNs.Second, DurationNs.Day, "10m");
        _pauseNs = parameters.GetDurationNs("pause", 0, DurationNs.Day, "5s");
        _orderTimeoutNs = parameters.GetDurationNs("orderTimeout", DurationNs.Second, DurationNs.Day, "30s");
        _mayShort = parameters.GetBool("allowShort", true);

        _states = setup.AddState<ReversionState>(setup.InstrumentsMax);
        _samples = new SampleRing(setup, _window);
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote)
    {
        // A missing ask is below every bid.
        if (quote.BidPrice == FixedPoint.Absent || quote.AskPrice < quote.BidPrice) return;

        ref readonly var state = ref _states[instrumentId];
        var distance = state.Scale(quote.BidPrice, quote.AskPrice) - state.Anchor;
        if (IsSampleDue(instrumentId, context.NowNs, distance))
            TakeSample(context.NowNs, instrumentId, in quote, ref distance);
        if (state.Count < _window || IsFar(distance)) return;

        if (state.Order.IsReady(context.NowNs)) Decide(context, instrumentId, in quote, distance);
        else if (state.Order.IsOverdue(context.NowNs, _orderTimeoutNs)) CancelOverdue(context, instrumentId);
    }

    public void OnOrder(StrategyContext context, int instrumentId, long orderId, OrderStatus status)
    {
        if (_states[instrumentId].Order.IsEndedBy(orderId, status))
            _states.Edit(instrumentId).Order.End(context.NowNs, _pauseNs);
    }

    public void OnDenied(StrategyContext context, int instrumentId, in OrderPayload denied)
    {
        if (_states[instrumentId].Order.IsEndedBy(context, in denied))
            _states.Edit(instrumentId).Order.End(context.NowNs, _pauseNs);
    }

    private static bool IsFar(long distance) =>
        distance is > ReversionState.DistanceMax or < -ReversionState.DistanceMax;

    // Without an interval, a sample is every change of the mid.
    private bool IsSampleDue(int instrumentId, long nowNs, long distance)
    {
        ref readonly var state = ref _states[instrumentId];
        if (_sampleIntervalNs > 0 || state.Count == 0) return nowNs >= state.NextSampleNs;
        return distance != _samples.Read(instrumentId, (state.Position == 0 ? _window : state.Position) - 1);
    }

    private void TakeSample(long nowNs, int instrumentId, in QuotePayload quote, ref long distance)
    {
        ref var state = ref _states.Edit(instrumentId);
        if (state.Count == 0 || IsFar(distance))
        {
            state.Restart(quote.BidPrice, quote.AskPrice);
            distance = 0;
        }
        state.NextSampleNs = nowNs + _sampleIntervalNs;
        state.Push(_samples, instrumentId, _window, distance);
    }

    private void Decide(StrategyContext context, int instrumentId, in QuotePayload quote, long distance)
    {
        ref readonly var state = ref _states[instrumentId];
        var deviation = state.Deviation(distance);
        var dispersion = state.Dispersion;
        var square = (Int128)deviation * deviation * ZOneSquared;
        var position = context.Position(instrumentId).Quantity;
        if (position == 0)
        {
            var spread = 2 * ((quote.AskPrice - quote.BidPrice) >> (int)state.Shift);
            if (dispersion == 0 || square < _entrySquared * dispersion) return;
            if (Math.Abs(deviation) < (Int128)spread * _edgeSpreads * state.Count) return;
            Enter(context, instrumentId, deviation, dispersion);
        }
        else
        {
            var isBack = square <= _exitSquared * dispersion || (position > 0) == (deviation > 0);
            if (!isBack && context.NowNs - state.EnteredNs < _holdMaxNs) return;
            Leave(context, instrumentId, deviation, dispersion, position);
        }
    }

    private void Enter(StrategyContext context, int instrumentId, long deviation, Int128 dispersion)
    {
        ref readonly var instrument = ref context.Market.Instrument(instrumentId);
        var side = deviation > 0 ? Side.Sell : Side.Buy;
        if (side == Side.Sell && (!_mayShort || instrument.IsShortable == 0)) return;
        var quantity = _quantity.For(in instrument);
        if (quantity == 0 || context.EmissionsLeft < 2) return;

        var target = side == Side.Buy ? quantity : -quantity;
        Send(context, instrumentId, side, quantity, ZOf(deviation, dispersion), SignalEntry, target);
        _states.Edit(instrumentId).EnteredNs = context.NowNs;
    }

    private void Leave(
        StrategyContext context, int instrumentId, long deviation, Int128 dispersion, long position)
    {
        if (context.EmissionsLeft < 2) return;
        var side = position > 0 ? Side.Sell : Side.Buy;
        Send(context, instrumentId, side, Math.Abs(position), ZOf(deviation, dispersion), SignalExit, 0);
    }

    private void Send(
        StrategyContext context, int instrumentId, Side side, long quantity, long z, long code, long target)
    {
        var orderId = context.Submit(OrderTicket.Market(instrumentId, side, quantity));
        if (orderId == 0) return;

        context.Market.TryGetMid(instrumentId, out var mid);
        context.Signal(instrumentId, z, code, mid, target);
        _states.Edit(instrumentId).Order.Begin(orderId, context.NowNs);
    }

    private void CancelOverdue(StrategyContext context, int instrumentId)
    {
        ref var order = ref _states.Edit(instrumentId).Order;
        if (context.Cancel(order.OrderId)) order.SinceNs = context.NowNs;
    }

    // z in exponent 8: deviation / root(dispersion), with four more digits under the root.
    private static long ZOf(long deviation, Int128 dispersion)
    {
        if (dispersion <= 0) return 0;
        var root = IntegerRoot.Of((UInt128)(dispersion * (RootScale * RootScale)));
        var z = (Int128)deviation * FixedPoint.MoneyOne * RootScale / Math.Max(root, 1);
        return (long)Int128.Clamp(z, -long.MaxValue, long.MaxValue);
    }
}
