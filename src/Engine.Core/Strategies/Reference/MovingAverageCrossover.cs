using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Strategies.Reference;

/// <summary>
/// Follows the trend: long while the fast average of the last prices lies above the slow one by more than a band, short
/// (or flat) while it lies below. Prices are the closes of bars, or mids taken at the same interval.
/// </summary>
public sealed class MovingAverageCrossover : IStrategy
{
    /// <summary>Code of the signal; its value is the distance of the averages in basis points.</summary>
    public const long SignalCrossed = 1;

    private const int WindowMax = 4_096;
    private const int BandExponent = 2;

    // One basis point with two decimal places.
    private const long BandUnit = 1_000_000;

    private StateTable<CrossoverState> _states = null!;
    private SampleRing _prices = null!;
    private OrderQuantity _quantity;
    private int _fast;
    private int _slow;
    private long _intervalNs;
    private long _band;
    private long _pauseNs;
    private long _orderTimeoutNs;
    private bool _usesMid;
    private bool _mayShort;

    public void Configure(StrategySetup setup)
    {
        var parameters = setup.Parameters;
        _quantity = OrderQuantity.Read(parameters, "quantity", "100");
        _fast = (int)parameters.GetLong("fast", 1, WindowMax, 5);
        _slow = (int)parameters.GetLong("slow", 2, WindowMax, 20);
        if (_fast >= _slow)
        {
            throw ConfigException.Invalid(
                parameters.KeyOf("fast"), FixedPoint.Format(_fast, exponent: 0), "give fewer prices than slow has");
        }
        _usesMid = ReadSource(parameters);
        _intervalNs = parameters.GetDurationNs("interval", DurationNs.Millisecond, DurationNs.Day, "1m");
        _band = parameters.GetFixed("band", BandExponent, 0, BandUnit, "1");
        _pauseNs = parameters.GetDurationNs("pause", 0, DurationNs.Day, "5s");
        _orderTimeoutNs = parameters.GetDurationNs("orderTimeout", DurationNs.Second, DurationNs.Day, "30s");
        _mayShort = parameters.GetBool("allowShort", true);

        _states = setup.AddState<CrossoverState>(setup.InstrumentsMax);
        _prices = new SampleRing(setup, _slow);
        if (!_usesMid) setup.RequestBars(new BarSpec(BarKind.Time, _intervalNs));
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote)
    {
        CancelOverdue(context, instrumentId);
        if (!_usesMid || context.NowNs < _states[instrumentId].NextSampleNs) return;
        if (!context.Market.TryGetMid(instrumentId, out var mid)) return;

        _states.Edit(instrumentId).NextSampleNs = context.NowNs + _intervalNs;
        OnPrice(context, instrumentId, mid);
    }

    public void OnBar(StrategyContext context, int instrumentId, in BarPayload bar)
    {
        CancelOverdue(context, instrumentId);

        // Sources may hand in bars of other lengths.
        if (!_usesMid && bar.IntervalNs == _intervalNs) OnPrice(context, instrumentId, bar.Close);
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

    private static bool ReadSource(ConfigSection parameters)
    {
        var source = parameters.GetText("source", "bars");
        return source switch
        {
            "bars" => false,
            "mid" => true,
            _ => throw ConfigException.Invalid(parameters.KeyOf("source"), source, "give bars or mid"),
        };
    }

    private void OnPrice(StrategyContext context, int instrumentId, long price)
    {
        ref var state = ref _states.Edit(instrumentId);
        Push(ref state, instrumentId, price);
        if (state.Count < _slow) return;

        // fast - slow, both times fast x slow; the band is a share of the slow one.
        var slow = state.SlowSum * _fast;
        var gap = (state.FastSum * _slow) - slow;
        var size = Int128.Abs(slow);
        if (Int128.Abs(gap) * BandUnit > size * _band) state.Direction = gap > 0 ? 1 : -1;
        if (state.Direction == 0 || !state.Order.IsReady(context.NowNs)) return;

        Trade(context, instrumentId, ref state, BasisPoints(gap, size));
    }

    private void Push(ref CrossoverState state, int instrumentId, long price)
    {
        // The price that leaves the fast window is read before its place may be overwritten.
        if (state.Count >= _fast)
        {
            var leaving = state.Position - _fast;
            state.FastSum -= _prices.Read(instrumentId, leaving < 0 ? leaving + _slow : leaving);
        }
        var oldest = _prices.Exchange(instrumentId, state.Position, price);
        if (state.Count == _slow) state.SlowSum -= oldest;
        else state.Count++;
        state.FastSum += price;
        state.SlowSum += price;
        state.Position = state.Position + 1 == _slow ? 0 : state.Position + 1;
    }

    private void Trade(StrategyContext context, int instrumentId, ref CrossoverState state, long gapBasisPoints)
    {
        ref readonly var instrument = ref context.Market.Instrument(instrumentId);
        var quantity = _quantity.For(in instrument);
        if (quantity == 0 || context.EmissionsLeft < 2) return;

        var target = quantity * state.Direction;
        if (target < 0 && (!_mayShort || instrument.IsShortable == 0)) target = 0;
        var missing = target - context.Position(instrumentId).Quantity;
        if (missing == 0) return;

        var side = missing > 0 ? Side.Buy : Side.Sell;
        var orderId = context.Submit(OrderTicket.Market(instrumentId, side, Math.Abs(missing)));
        if (orderId == 0) return;

        context.Market.TryGetMark(instrumentId, out var mark);
        context.Signal(instrumentId, gapBasisPoints, SignalCrossed, mark, target);
        state.Order.Begin(orderId, context.NowNs);
    }

    private void CancelOverdue(StrategyContext context, int instrumentId)
    {
        if (!_states[instrumentId].Order.IsOverdue(context.NowNs, _orderTimeoutNs)) return;
        ref var order = ref _states.Edit(instrumentId).Order;
        if (context.Cancel(order.OrderId)) order.SinceNs = context.NowNs;
    }

    // In exponent 8.
    private static long BasisPoints(Int128 gap, Int128 size)
    {
        if (size == 0) return 0;
        var scaled = gap * (10_000 * FixedPoint.MoneyOne) / size;
        return (long)Int128.Clamp(scaled, -long.MaxValue, long.MaxValue);
    }
}
