using System.Diagnostics;
using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Risk;
using Engine.Core.State;

namespace Microbenchmarks;

/// <summary>
/// What: the whole chain of risk checks per order, every check on and none cut short, with positions and working orders
/// in so many instruments, and what a mark costs an instrument that is held. Median of rounds; the figures depend on
/// the machine. Not measured: gathering the inputs, journal, state hash.
/// </summary>
internal static class RiskBenchmarks
{
    private const int Rounds = 9;
    private const int PerRound = 200_000;
    private const long StepNs = 1_000_000;

    public static void Run()
    {
        Console.WriteLine($"risk benchmarks, {Rounds} rounds of {PerRound}, median");
        foreach (var held in new[] { 1, 100, 1_000 })
        {
            var bench = new Bench(held);
            Report($"order accepted by the full chain, {held} instruments held", bench.Order);
            Report($"order life (check, taken in, over), {held} instruments held", bench.OrderLife);
            Report($"mark of an instrument with position and orders, {held} held", bench.Mark);
        }
    }

    private static void Report(string name, Action<int> one)
    {
        for (var i = 0; i < PerRound; i++) one(i);
        var figures = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < PerRound; i++) one(i);
            figures[round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / PerRound;
        }
        Array.Sort(figures);
        Console.WriteLine($"  {name}: {figures[Rounds / 2]:0.0} ns ({figures[0]:0.0} - {figures[^1]:0.0})");
    }

    private sealed class Bench
    {
        private const string Settings = """
            risk.repeatWindowMs=1
            risk.maxOpenOrders=5000
            risk.selfCross=false
            risk.maxPositionNotional=90000000
            risk.maxOpenPositions=5000
            risk.maxGrossExposure=90000000000
            risk.maxNetExposure=90000000000
            risk.maxConcentrationBps=10000000
            risk.maxOrdersPerMinute=1000000000
            risk.maxOrdersPerDay=1000000000
            risk.maxNotionalPerMinute=90000000000
            risk.maxNotionalPerDay=90000000000
            risk.orderRatePerSecond=1000000
            risk.orderBurst=1000000
            risk.messagesPerSecond=1000000
            risk.messageBurst=1000000
            risk.strategies.a.maxPosition=90000
            risk.strategies.a.maxOrderNotional=90000000
            risk.maxIdenticalRejects=3
            """;

        private readonly RiskGate _gate;
        private readonly OrderTable _orders;
        private readonly int _held;
        private OrderPayload _order;
        private RiskInputs _inputs;

        public Bench(int held)
        {
            _held = held;
            var limits = new EngineLimits();
            var registry = new StateRegistry();
            _orders = new OrderTable(registry, limits);
            _gate = new RiskGate(registry, limits, _orders.View);
            var config = CanonicalConfig.Parse(RiskLimits.DemoDefaults + Settings);
            _gate.Configure(RiskLimits.Parse(config.Section("risk"), EngineMode.Paper, limits));
            _gate.DefineStrategy(1, "a");
            _order = new OrderPayload
            {
                Side = Side.Buy,
                Type = OrderType.Limit,
                TimeInForce = TimeInForce.Day,
                LimitPrice = 99_00,
                Quantity = 10,
            };
            _inputs = new RiskInputs
            {
                StrategyId = 1,
                PriceExponent = 2,
                Multiplier = FixedPoint.MoneyOne,
                TickSize = 1,
                LotSize = 1,
                HasUsableMark = true,
                IsShortable = true,
                IsMarketOpen = true,
                IsStrategyEnabled = true,
                IsMetered = true,
                Bid = 99_99,
                Ask = 100_01,
                Last = 100_00,
                NowNs = 1_000_000_000_000,
                Phase = EnginePhase.Running,
                Permission = Permission.Active,
                Equity = 1_000_000_000L * FixedPoint.MoneyOne,
                Position = 10,
                StrategyPosition = 10,
            };
            for (var id = 0; id < held; id++) Hold(id);

            // One intent was refused before: from then on every one is looked up.
            var refused = new OrderState { OrderId = 1, StrategyId = 1, Side = Side.Buy, Type = OrderType.Limit };
            _gate.OnVenueRejected(in refused, VenueReason.NoMarket, _inputs.NowNs);
        }

        public void Order(int i)
        {
            Turn(i);
            Require(_gate.Check(in _order, in _inputs, out _));
        }

        public void OrderLife(int i)
        {
            Turn(i);
            Require(_gate.Check(in _order, in _inputs, out _));
            if (!_orders.TryReserve(out _order.OrderId)) throw new InvalidOperationException("No slot.");
            ref readonly var added = ref _orders.Add(in _order, _inputs.InstrumentId, 1, _inputs.NowNs);
            _gate.OnOrderChanged(default, in added);
            var over = OrderInput.Of(OrderMessage.Canceled, _inputs.NowNs);
            _orders.Apply(_order.OrderId, in over, out var before);
            _gate.OnOrderChanged(in before, in _orders.Find(_order.OrderId, out _));
        }

        public void Mark(int i) => _gate.OnMark(i % _held, 100_00 + (i / _held & 7));

        // Another instrument, price and time each, so that no intent repeats and the quote is fresh.
        private void Turn(int i)
        {
            _inputs.InstrumentId = i % _held;
            _inputs.NowNs += StepNs;
            _inputs.QuoteTimeNs = _inputs.TradeTimeNs = _inputs.NowNs;
            _order.LimitPrice = 98_00 + (i & 127);
        }

        private void Hold(int id)
        {
            _gate.DefineValue(id, FixedPoint.MoneyOne, scaleExponent: 2, currencyNumber: 1);
            _gate.DefineInstrument(id, $"I{id}", sizeExponent: 0);
            _orders.TryReserve(out var orderId);
            var sell = _order with { OrderId = orderId, Side = Side.Sell, LimitPrice = 101_00, Quantity = 5 };
            _gate.OnOrderChanged(default, in _orders.Add(in sell, id, 1, _inputs.NowNs));
            _gate.OnPosition(id, 10, 100_00);
        }

        private static void Require(RiskCode code)
        {
            if (code != RiskCode.Accepted) throw new InvalidOperationException($"Denied: {code}.");
        }
    }
}
