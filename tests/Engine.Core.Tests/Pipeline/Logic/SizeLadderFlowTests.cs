using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Replay;
using Engine.Core.Risk;
using Engine.Core.Strategies;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>Goal: the ladder scales what opens and nothing else, once, and no strategy gets round it.</summary>
public sealed class SizeLadderFlowTests
{
    private const int Strategy = 1;

    // What the strategy does at its first quote, its second, and so on: the same in a replay.
    private readonly List<Action<StrategyContext>?> _script = [];
    private readonly List<OrderPayload> _denials = [];
    private string _began = "";

    [Theory]
    [InlineData(1_000, 100)]
    [InlineData(999, 99)] // Toward zero.
    [InlineData(10, 1)]
    [InlineData(19, 1)]
    public void At_ten_percent_a_tenth_is_sent_rounded_toward_zero_and_no_second_order(long asked, long sent)
    {
        foreach (var side in new[] { Side.Buy, Side.Sell })
        {
            var bench = New("risk.strategies.s.sizeFactor=10");
            var group = Ask(bench, context => context.Submit(Market(side, asked)));
            var outbound = Assert.Single(group, record => record.Kind == EventKind.OrderRequested);
            Assert.Equal((sent, side), (outbound.Order.Quantity, outbound.Order.Side));
            Assert.Equal((1_000L, asked), (outbound.Order.Limit, outbound.Order.Measured)); // Factor, and asked.
            Assert.DoesNotContain(group, record => record.Kind == EventKind.OrderDenied);
            Assert.Equal(sent, bench.View.Orders.Find(outbound.Order.OrderId, out _).Quantity);
            Execute(bench, in outbound.Order, sent);
            Assert.DoesNotContain(Ask(bench, null), record => record.Kind == EventKind.OrderRequested);
            Assert.Equal(side == Side.Buy ? sent : -sent, Position(bench));
            AssertReplays(bench);
        }
    }

    [Fact]
    public void What_rounds_to_zero_is_denied_and_the_denial_says_what_was_asked()
    {
        var bench = New("risk.strategies.s.sizeFactor=10");
        var denied = Assert.Single(Ask(bench, context => context.Submit(Market(Side.Buy, 9))),
            record => record.Kind == EventKind.OrderDenied).Order;
        Assert.Equal((RiskCode.LadderRoundsToZero, 9L, 1_000L, 9L),
            (denied.Code, denied.Quantity, denied.Limit, denied.Measured));
        Assert.Equal((RiskCode.LadderRoundsToZero, 9L), (_denials.Single().Code, _denials.Single().Quantity));

        Assert.Equal(CommandCode.Done, Set(bench, 0).Code); // Nothing opens at all.
        Assert.Equal(RiskCode.LadderRoundsToZero, Deny(bench, Market(Side.Buy, 1_000_000)).Code);
        AssertReplays(bench);
    }

    [Fact]
    public void Another_denial_shows_what_was_measured_and_what_was_asked()
    {
        var bench = New("risk.strategies.s.sizeFactor=10", "risk.maxOrderQuantity=50");
        var denied = Deny(bench, Market(Side.Buy, 1_000));
        Assert.Equal((RiskCode.OrderQuantityLimit, 1_000L, 50L, 100L),
            (denied.Code, denied.Quantity, denied.Limit, denied.Measured));
        Assert.Equal(1_000, _denials.Single().Quantity);
    }

    [Fact]
    public void From_the_whole_to_a_tenth_while_holding_a_full_exit_ends_flat()
    {
        var bench = New("risk.strategies.s.maxOrderNotional=150000", "risk.strategies.s.maxPosition=1000");
        Buy(bench, 1_000);
        Assert.Equal(1_000, Position(bench));
        Assert.Equal(CommandCode.Done, Set(bench, 1_000).Code);
        Assert.Equal((1_000L, 0), (Position(bench), bench.View.Orders.OpenCount)); // A step down trades nothing.

        // Worth ten times what an opening order may be now: what closes has the limit whole.
        var exit = Assert.Single(Ask(bench, context => context.Submit(Market(Side.Sell, 1_000))),
            record => record.Kind == EventKind.OrderRequested).Order;
        Assert.Equal(1_000, exit.Quantity);
        Assert.NotEqual(RiskCode.LadderRoundsToZero, exit.TightestCheck); // Nothing was taken away.
        Execute(bench, in exit, 1_000);
        Assert.Equal((0L, 0), (Position(bench), bench.View.Portfolio.Account.OpenPositions));
        AssertReplays(bench);
    }

    [Theory]
    [InlineData(1_500, 1_050)] // Closes 1,000, opens a tenth of 500.
    [InlineData(1_009, 1_000)]
    [InlineData(400, 400)]
    public void An_order_that_crosses_zero_is_scaled_in_what_it_opens(long asked, long sent)
    {
        var bench = New("risk.strategies.s.maxPosition=1000");
        Buy(bench, 1_000);
        Set(bench, 1_000);
        Assert.Equal(sent, Send(bench, Market(Side.Sell, asked)).Quantity);
    }

    [Fact]
    public void What_works_already_against_the_position_is_not_closed_twice()
    {
        var bench = New("risk.strategies.s.maxPosition=1000");
        Buy(bench, 1_000);
        Set(bench, 1_000);
        var group = Ask(bench, context =>
        {
            context.Submit(Market(Side.Sell, 600));
            context.Submit(Market(Side.Sell, 600));
        });
        Assert.Equal([600L, 420L], group.Where(record => record.Kind == EventKind.OrderRequested)
            .Select(record => record.Order.Quantity)); // Of the second 400 close, and a tenth of 200 opens.
    }

    [Fact]
    public void A_strategy_that_asks_for_the_rest_again_and_again_stops_at_a_tenth_of_its_limit()
    {
        foreach (var own in new[] { "risk.strategies.s.maxPosition=1000", "risk.maxPosition=1000" })
        {
            var bench = New("risk.strategies.s.sizeFactor=10", own);
            for (var i = 0; i < 20; i++)
            {
                var group = Ask(bench,
                    context => context.Submit(Market(Side.Buy, 1_000 - context.Position(0).Quantity)));
                var sent = group.FirstOrDefault(record => record.Kind == EventKind.OrderRequested);
                Assert.Equal(i == 0, sent.Kind == EventKind.OrderRequested);
                if (i == 0) Execute(bench, in sent.Order, sent.Order.Quantity);
                else Assert.Equal(RiskCode.StrategyPositionLimit, _denials[^1].Code);
                Assert.InRange(Position(bench), 0, 100);
            }
            Assert.Equal((100L, 190L), (_denials[^1].Limit, _denials[^1].Measured)); // 100 held, and a tenth of 900.
        }
    }

    [Fact]
    public void A_replacement_is_scaled_alike_and_part_fills_let_it_not_grow()
    {
        var bench = New("risk.strategies.s.sizeFactor=10");
        var order = Send(bench, Limit(Side.Buy, 1_000));
        Assert.Equal(100, order.Quantity);
        bench.Report(EventKind.OrderAccepted, order.OrderId);
        Execute(bench, in order, 40);

        // As the strategy remembers it, only at another price: the total stays what it was.
        var replaced = Replace(bench, order.OrderId, 1_000);
        Assert.Equal((EventKind.ReplaceRequested, 100L, 1_000L), (replaced.Kind, replaced.Order.Quantity,
            replaced.Order.Measured));
        bench.Venue(EventKind.OrderReplaced, new OrderReportPayload
        {
            OrderId = order.OrderId,
            VenueEventId = 1_000,
            Quantity = 100,
            LimitPrice = LogicBench.Price - 2,
            CumulativeQuantity = 40,
        });
        Assert.Equal(OrderStatus.PartiallyFilled, bench.View.Orders.Find(order.OrderId, out _).Status);

        // As it sees it: no more than what works adds nothing, and is taken as it is.
        Assert.Equal(60, Replace(bench, order.OrderId, 60).Order.Quantity);
    }

    [Fact]
    public void A_replacement_of_which_nothing_would_be_left_is_denied()
    {
        var bench = New("risk.strategies.s.sizeFactor=10");
        var order = Send(bench, Limit(Side.Buy, 1_000));
        bench.Report(EventKind.OrderAccepted, order.OrderId);
        Execute(bench, in order, 40);
        var denied = Replace(bench, order.OrderId, 400); // A tenth of it is executed already.
        Assert.Equal((EventKind.ReplaceDenied, RiskCode.LadderRoundsToZero, 400L),
            (denied.Kind, denied.Order.Code, denied.Order.Quantity));
    }

    [Fact]
    public void An_operators_orders_are_not_scaled()
    {
        var bench = New("risk.strategies.s.sizeFactor=10");
        var order = new OrderPayload
        {
            Side = Side.Buy,
            Type = OrderType.Market,
            TimeInForce = TimeInForce.Day,
            Quantity = 1_000,
            LimitPrice = FixedPoint.Absent,
        };
        var group = bench.Command(OperatorCommand.Submit(Issuer.Of(), instrumentId: 0, in order));
        Assert.Equal(1_000, group.Single(record => record.Kind == EventKind.OrderRequested).Order.Quantity);
    }

    [Fact]
    public void A_step_is_commanded_once_up_by_an_administrator_and_survives_restarts()
    {
        var bench = New("risk.strategies.s.sizeFactor=35");
        Assert.Equal(CommandCode.RoleNotAllowed, Set(bench, 6_500).Code);
        Assert.Equal(CommandCode.NotALadderStep, Set(bench, 5_000).Code);
        Assert.Equal(CommandCode.AlreadyInForce, Set(bench, 3_500).Code);
        Assert.Equal(CommandCode.UnknownScope,
            bench.Answer(OperatorCommand.SetSizeFactor(Issuer.Of(), strategyId: 2, 1_000)).Code);
        Assert.Equal(CommandCode.RoleNotAllowed,
            bench.Answer(OperatorCommand.SetSizeFactor(Issuer.Of(OperatorRole.Emergency), Strategy, 1_000)).Code);

        var up = OperatorCommand.SetSizeFactor(Issuer.Of(OperatorRole.Admin), Strategy, 6_500);
        var preview = CommandPreviewer.Of(bench.Chain, CommandRecords.Build(up, 0));
        Assert.Equal((CommandCode.Done, 3_500L), (preview.Result.Code, preview.Result.Detail));
        Assert.Equal(3_500, bench.View.Risk.Ladder.FactorOf(Strategy));
        var answer = bench.Answer(up);
        Assert.Equal((CommandCode.Done, 3_500L, 0), (answer.Code, answer.Detail, answer.IsRepeat));
        Assert.Equal(1, bench.Answer(up).IsRepeat);
        Assert.Equal(650, Send(bench, Market(Side.Buy, 1_000)).Quantity);

        var file = bench.Chain.ConfigText;
        foreach (var (percent, expected) in new[] { ("35", 6_500), ("100", 6_500), ("10", 1_000), ("100", 1_000) })
        {
            // The same file keeps what was commanded; one that says less goes before it, one that says more does not.
            bench.Take(bench.Started(bench.Chain.Cursor.RunEpoch + 1));
            bench.Take(EngineInputs.Config(
                file.Replace("sizeFactor=35", $"sizeFactor={percent}", StringComparison.Ordinal)));
            Assert.Equal(expected, bench.View.Risk.Ladder.FactorOf(Strategy));
        }
        AssertReplays(bench);
    }

    [Fact]
    public void A_step_belongs_to_the_name_when_ids_shift()
    {
        var bench = New("risk.strategies.s.sizeFactor=35");
        Set(bench, 1_000);
        bench.Take(bench.Started(2));
        bench.Take(EngineInputs.Config(bench.Chain.ConfigText + "strategies.a.type=scripted\n"));
        Assert.Equal(["a", "s"], bench.View.Strategies.Select(host => host.Name));
        Assert.Equal((10_000, 1_000), (bench.View.Risk.Ladder.FactorOf(1), bench.View.Risk.Ladder.FactorOf(2)));
    }

    [Fact]
    public void The_ladder_shows_steps_and_the_limits_that_hold_at_them()
    {
        var bench = New("risk.strategies.s.sizeFactor=35", "risk.strategies.s.maxPosition=1000",
            "risk.strategies.s.maxOrderNotional=50000");
        var row = Assert.Single(EngineStatus.Of(bench.Chain).Ladder);
        Assert.Equal(("s", 3_500, 3_500, false), (row.Strategy, row.PerTenThousand, row.ConfiguredPerTenThousand,
            row.IsCommanded));
        Assert.Equal((350L * FixedPoint.PowerOfTen(RiskLimits.QuantityExponent), 17_500L * FixedPoint.MoneyOne),
            (row.MaxPosition, row.MaxOrderNotional));
        Set(bench, 1_000);
        row = Assert.Single(EngineStatus.Of(bench.Chain).Ladder);
        Assert.Equal((1_000, 3_500, true), (row.PerTenThousand, row.ConfiguredPerTenThousand, row.IsCommanded));
    }

    [Fact]
    public void Capital_counts_over_all_instruments_and_its_limit_shrinks_with_the_step()
    {
        const int other = 1;
        var bench = New("risk.strategies.s.maxCapital=100000");
        bench.Define("MSFT");
        _script.Add(null);
        bench.Quote(other);
        Buy(bench, 600); // About 60,000.
        var denied = Deny(bench, OrderTicket.Market(other, Side.Buy, 500, TimeInForce.Day));
        Assert.Equal((RiskCode.StrategyCapitalLimit, 100_000 * FixedPoint.MoneyOne), (denied.Code, denied.Limit));
        Assert.InRange(denied.Measured, 109_000 * FixedPoint.MoneyOne, 111_000 * FixedPoint.MoneyOne);

        var working = Send(bench, OrderTicket.Limit(other, Side.Buy, 300, LogicBench.Price - 1));
        Assert.Equal(300, working.Quantity);
        Assert.Equal(RiskCode.StrategyCapitalLimit, Deny(bench, Market(Side.Buy, 200)).Code); // The order counts.

        Assert.Equal(CommandCode.Done, Set(bench, 1_000).Code);
        Assert.Equal(RiskCode.StrategyCapitalLimit, Deny(bench, Market(Side.Buy, 100)).Code); // Of now 10,000.
        Assert.Equal(600, Send(bench, Market(Side.Sell, 600)).Quantity); // An exit goes whole.
        AssertReplays(bench);
    }

    private LogicBench New(params string[] settings)
    {
        var bench = new LogicBench(Catalog(), ["strategies.s.type=scripted", .. settings]).Start();
        _began = bench.Chain.ConfigText;
        bench.Define("AAPL");
        _script.Clear();
        _denials.Clear();
        Ask(bench, null);
        return bench;
    }

    private ScriptedCatalog Catalog() => new ScriptedCatalog().Add("scripted", () =>
    {
        var quotes = 0;
        return new ScriptedStrategy
        {
            Quoted = (StrategyContext context, int _, in QuotePayload _) => _script[quotes++]?.Invoke(context),
            Denied = (StrategyContext _, int _, in OrderPayload denied) => _denials.Add(denied),
        };
    });

    private static OrderTicket Market(Side side, long quantity) =>
        OrderTicket.Market(instrumentId: 0, side, quantity, TimeInForce.Day);

    private static OrderTicket Limit(Side side, long quantity) =>
        OrderTicket.Limit(instrumentId: 0, side, quantity, LogicBench.Price - 1);

    private EngineEvent[] Ask(LogicBench bench, Action<StrategyContext>? what)
    {
        _script.Add(what);
        return bench.Quote(0);
    }

    private OrderPayload Send(LogicBench bench, OrderTicket ticket) =>
        Assert.Single(Ask(bench, context => context.Submit(in ticket)),
            record => record.Kind == EventKind.OrderRequested).Order;

    private OrderPayload Deny(LogicBench bench, OrderTicket ticket) =>
        Assert.Single(Ask(bench, context => context.Submit(in ticket)),
            record => record.Kind == EventKind.OrderDenied).Order;

    private EngineEvent Replace(LogicBench bench, long orderId, long quantity) =>
        Assert.Single(Ask(bench, context => context.Replace(orderId, LogicBench.Price - 2, quantity)),
            record => record.Kind is EventKind.ReplaceRequested or EventKind.ReplaceDenied);

    private void Buy(LogicBench bench, long quantity)
    {
        var order = Send(bench, Market(Side.Buy, quantity));
        Assert.Equal(quantity, order.Quantity);
        Execute(bench, in order, quantity);
    }

    private static void Execute(LogicBench bench, in OrderPayload order, long quantity) =>
        bench.Execute(order.OrderId, order.Side, quantity);

    private static long Position(LogicBench bench) =>
        bench.View.StrategyPositions.Position(Strategy, 0).Quantity;

    private static CommandAnswerPayload Set(LogicBench bench, int perTenThousand) =>
        bench.Answer(OperatorCommand.SetSizeFactor(Issuer.Of(), Strategy, perTenThousand));

    private void AssertReplays(LogicBench bench)
    {
        // The settings of the run that it began in: the canonical text has them all.
        var model = new ModelFactory(Catalog()).Create(_began);
        Assert.Null(bench.Replay(model).Divergence);
        Assert.Equal(bench.Chain.StateDigest, model.Chain.StateDigest);
    }
}
