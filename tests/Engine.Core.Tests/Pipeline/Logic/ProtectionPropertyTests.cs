using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Replay;
using Engine.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// Goal: whatever the market and the venue do and whenever the engine dies, the legs of an order never execute more
/// than it did, a long position never goes below zero, and a held trailing stop never moves back. Method: random
/// entries, sales, fills, cancels and prices; now and then the engine is rebuilt from its journal. FsCheck prints the
/// seed that fails.
/// </summary>
public sealed class ProtectionPropertyTests
{
    private const int StepsPerSeed = 250;

    [Fact]
    public void Legs_never_do_both_nor_more_than_is_held_over_random_fills_and_crashes() =>
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(
            Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
            seed =>
            {
                new Run(seed).Go();
                return true;
            }));

    private sealed class Run(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly Dictionary<long, long> _stops = [];
        private readonly Dictionary<long, long> _parents = []; // of legs
        private readonly Dictionary<long, long> _executed = [];
        private readonly List<EngineEvent> _journal = [];
        private LogicBench _bench = ProtectionFlowTests.Started();
        private int _number;

        public void Go()
        {
            _journal.AddRange(_bench.Records);
            var seen = _journal.Count;
            var mid = 100_00L;
            for (var step = 0; step < StepsPerSeed; step++)
            {
                mid += _random.Next(-20, 21);
                _bench.NowNs += _random.Next(3) * (ProtectionTable.RetryNs / 2);
                Step(mid);
                foreach (var record in _bench.Journal.Skip(seen)) Follow(record);
                _journal.AddRange(_bench.Journal.Skip(seen));
                seen = _bench.Journal.Count;
                Verify();
                if (_random.Next(40) != 0) continue;
                Crash();
                seen = 0;
            }
        }

        private void Step(long mid)
        {
            switch (_random.Next(8))
            {
                case 0:
                    Enter(mid);
                    break;
                case 1:
                    Sell();
                    break;
                case 2 or 3 or 4 when Pick() is { } order:
                    var fill = _random.NextInt64(1, order.LeavesQuantity + 1);
                    _bench.Execute(order.OrderId, order.Side, fill, mid, id: $"R-{++_number}");
                    break;
                case 5 when Pick() is { } order:
                    _bench.Report(EventKind.OrderCanceled, order.OrderId, VenueReason.Requested);
                    break;
                case 6:
                    _bench.Quote(0, mid - 2, mid + 2);
                    break;
                default:
                    _bench.Trade(0, mid);
                    break;
            }
        }

        private void Enter(long mid)
        {
            var isTrailing = _random.Next(2) == 0;
            Submit(Side.Buy, _random.Next(1, 200), false, new OrderTermsPayload
            {
                ProtectStopPrice = isTrailing ? 0 : mid - _random.Next(1, 60),
                ProtectTrailPrice = isTrailing ? _random.Next(1, 60) : 0,
                ProtectTargetPrice = _random.Next(3) == 0 ? 0 : mid + _random.Next(1, 60),
            });
        }

        private void Sell()
        {
            var position = _bench.View.Portfolio.Position(0).Quantity;
            if (position > 0) Submit(Side.Sell, _random.NextInt64(1, position + 1), true, default);
        }

        private void Submit(Side side, long quantity, bool isReduceOnly, OrderTermsPayload terms)
        {
            var order = new OrderPayload
            {
                Side = side,
                Type = OrderType.Market,
                TimeInForce = TimeInForce.Day,
                Quantity = quantity,
                LimitPrice = FixedPoint.Absent,
            };
            _bench.Command(OperatorCommand.Submit(
                Issuer.Of(key: $"c-{++_number}"), 0, in order, isReduceOnly, terms: terms));
        }

        private OrderState? Pick()
        {
            var working = new List<OrderState>();
            foreach (ref readonly var order in _bench.View.Orders.Working) working.Add(order);
            return working.Count == 0 ? null : working[_random.Next(working.Count)];
        }

        private void Follow(in EngineEvent record)
        {
            if (record.Kind == EventKind.OrderTerms && record.OrderTerms.ParentOrderId != 0)
                _parents[record.OrderTerms.OrderId] = record.OrderTerms.ParentOrderId;
            if (record.Kind != EventKind.Execution) return;
            var orderId = record.Execution.OrderId;
            var isLeg = _parents.TryGetValue(orderId, out var parent);
            var key = isLeg ? -parent : orderId;
            _executed[key] = _executed.GetValueOrDefault(key) + record.Execution.Quantity;
        }

        private void Verify()
        {
            Assert.True(_bench.View.Portfolio.Position(0).Quantity >= 0, "The position went below zero.");
            foreach (var parent in _parents.Values.Distinct())
                Assert.True(_executed.GetValueOrDefault(-parent) <= _executed.GetValueOrDefault(parent));

            var guarded = 0L;
            for (var slot = 0; slot < _bench.View.Protections.SlotCount; slot++)
            {
                ref readonly var protection = ref _bench.View.Protections.AtSlot(slot);
                if (protection.ParentOrderId == 0) continue;
                guarded += Math.Max(0, protection.OpenQuantity);
                if (!protection.IsTrailing || protection.StopPrice == 0) continue;
                Assert.True(protection.StopPrice >= _stops.GetValueOrDefault(protection.ParentOrderId));
                _stops[protection.ParentOrderId] = protection.StopPrice;
            }
            Assert.True(guarded <= _bench.View.Portfolio.Position(0).Quantity, "More is guarded than held.");
        }

        // The journal is all that is left.
        private void Crash()
        {
            var digest = _bench.Chain.ComputeStateDigest();
            var model = new ModelFactory(ProtectionFlowTests.Catalog()).Create(LogicBench.ConfigOf());
            var runner = new ReplayRunner(model);
            runner.Feed([.. _journal]);
            Assert.Null(runner.Divergence);
            Assert.Equal(digest, model.Chain.ComputeStateDigest());
            _bench = new LogicBench(model) { NowNs = _bench.NowNs };
        }
    }
}
