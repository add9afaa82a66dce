using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Replay;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>
/// Goal: the day rolls before the input of its time, also when the engine was away; what it earned is on record; flows
/// are neither profit nor loss; restart and replay see the same.
/// </summary>
public sealed class AccountDayFlowTests
{
    private const long One = FixedPoint.MoneyOne;
    private const long Day = 86_400 * LogicBench.Second;

    private readonly LogicBench _bench = New();
    private readonly int _id;

    public AccountDayFlowTests()
    {
        _bench.Start();
        Give(1);
        Give(2);
        _id = _bench.Define("AAPL");
        _bench.Quote(_id);
        _bench.Execute(0, Side.Buy, 1_000);
        _bench.Quote(_id, 9_899, 9_901); // A dollar lower: 1,000 lost.
    }

    [Fact]
    public void The_day_rolls_before_the_input_of_its_time()
    {
        _bench.NowNs = Day - 1;
        Assert.DoesNotContain(_bench.Tick(), e => e.Kind == EventKind.AccountDayRolled);
        _bench.NowNs = Day;
        var group = _bench.Quote(_id, 9_799, 9_801); // Its loss belongs to the next day.
        Assert.Equal(EventKind.AccountDayRolled, group[1].Kind);
        ref readonly var ended = ref group[1].AccountDayRolled;
        Assert.Equal((1, 2, Day, "USD"), (ended.Date, ended.NextDate, ended.RollTimeNs, ended.Currency.ToString()));
        Assert.Equal((1_000_000 * One, 999_000 * One, -1_000 * One, 0L),
            (ended.StartEquity, ended.Equity, ended.DayProfit, ended.DayFlows));
        Assert.Equal(1_000_000 * One, ended.PeakEquity);

        var figures = _bench.View.Portfolio.Figures();
        Assert.Equal((-1_000 * One, 2_000 * One), (figures.DayProfit, figures.Drawdown));
        Assert.Equal((2, 2 * Day), (_bench.View.AccountDay.Date, _bench.View.AccountDay.NextRollNs));
        RequireReplay();
    }

    [Fact]
    public void Time_is_asked_for_when_the_day_ends() => Assert.Equal(Day, _bench.Chain.NextWakeNs);

    [Fact]
    public void A_roll_that_fell_due_while_the_engine_was_away_comes_first_with_what_the_day_had_earned()
    {
        _bench.NowNs = (4 * Day) + 17;
        var group = _bench.Take(_bench.Started(2));
        Assert.Equal(EventKind.AccountDayRolled, group[1].Kind);
        Assert.Equal((1, -1_000 * One, 999_000 * One),
            (group[1].AccountDayRolled.Date, group[1].AccountDayRolled.DayProfit, group[1].AccountDayRolled.Equity));
        Assert.Equal(0, _bench.View.Portfolio.Figures().DayProfit);

        // Nobody had said how long the fifth day lasts.
        Assert.Equal((0, long.MaxValue), (_bench.View.AccountDay.Date, _bench.View.AccountDay.NextRollNs));
        Assert.DoesNotContain(Give(5), e => e.Kind == EventKind.AccountDayRolled);
        Assert.Equal((5, 5 * Day), (_bench.View.AccountDay.Date, _bench.View.AccountDay.NextRollNs));
        RequireReplay();
    }

    [Fact]
    public void A_restart_keeps_day_baseline_and_peak()
    {
        _bench.Answer(OperatorCommand.MoveCash(Issuer.Of(), CashFlowKind.Deposit, "USD", 500 * One));
        var before = Figures();
        Assert.Equal((1, -1_000 * One, 1_000_500 * One, 1_000_500 * One), before);
        var copy = new LogicBench(NewModel());
        copy.Model.CopyFrom(_bench.Model);
        copy.NowNs = _bench.NowNs + LogicBench.Second;
        copy.NextSequence = _bench.NextSequence;
        copy.Take(copy.Started(2));
        copy.Take(EngineInputs.Config(copy.Chain.ConfigText));
        copy.Take(EngineInputs.AccountDay(DayOf(1)));
        Assert.Equal(before, (copy.View.AccountDay.Date, copy.View.Portfolio.Figures().DayProfit,
            copy.View.Portfolio.Figures().DayBaseline, copy.View.Portfolio.Figures().PeakEquity));
    }

    [Fact]
    public void Operators_book_flows_once_by_role_and_with_an_answer()
    {
        var deposit = OperatorCommand.MoveCash(Issuer.Of(), CashFlowKind.Deposit, "USD", 500 * One);
        Assert.Equal(CommandCode.Done, _bench.Chain.Preview(CommandRecords.Build(deposit, 0)).Code);
        var answer = _bench.Answer(deposit);
        Assert.Equal((CommandCode.Done, 500 * One), (answer.Code, answer.Detail));
        Assert.Equal(1, _bench.Answer(deposit).IsRepeat);
        Assert.Equal((1, -1_000 * One, 1_000_500 * One, 1_000_500 * One), Figures());
        Assert.Equal(CommandCode.Done,
            _bench.Answer(OperatorCommand.MoveCash(Issuer.Of(), CashFlowKind.Withdrawal, "USD", 200 * One)).Code);
        Assert.Equal((1, -1_000 * One, 1_000_300 * One, 1_000_300 * One), Figures());
        Assert.Equal(CommandCode.RoleNotAllowed, _bench.Answer(OperatorCommand.MoveCash(
            Issuer.Of(OperatorRole.Emergency), CashFlowKind.Deposit, "USD", One)).Code);
        RequireReplay();
    }

    [Theory]
    [InlineData(CashFlowKind.Withdrawal, "USD", 999_001, CommandCode.BeyondEquity)]
    [InlineData(CashFlowKind.Withdrawal, "USD", 999_000, CommandCode.Done)]
    [InlineData(CashFlowKind.Withdrawal, "EUR", 1, CommandCode.UnknownCurrency)]
    [InlineData(CashFlowKind.Dividend, "EUR", 1, CommandCode.UnknownCurrency)]
    [InlineData(CashFlowKind.Deposit, "EUR", 1, CommandCode.Done)]
    [InlineData(CashFlowKind.Deposit, "USD", 0, CommandCode.InvalidAmount)]
    [InlineData(CashFlowKind.Deposit, "USD", -1, CommandCode.InvalidAmount)]
    [InlineData(CashFlowKind.Deposit, "USD", 92_233_720_000, CommandCode.InvalidAmount)]
    [InlineData((CashFlowKind)9, "USD", 1, CommandCode.MalformedCommand)]
    public void A_flow_that_cannot_be_is_refused_and_changes_nothing(
        CashFlowKind kind, string currency, long amount, CommandCode code)
    {
        var digest = Figures();
        Assert.Equal(code, _bench.Answer(OperatorCommand.MoveCash(Issuer.Of(), kind, currency, amount * One)).Code);
        if (code != CommandCode.Done) Assert.Equal(digest, Figures());
    }

    [Fact]
    public void A_day_that_cannot_be_is_refused_on_record()
    {
        var day = DayOf(3);
        day.EndTimeNs = day.StartTimeNs;
        var refused = Assert.Single(_bench.Take(EngineInputs.AccountDay(in day)), e =>
            e.Kind == EventKind.InputRefused);
        Assert.Equal((int)Core.Portfolio.PortfolioCode.InvalidDay, (int)refused.Order.Code);
    }

    [Fact]
    public void A_roll_resets_the_daily_loss_and_not_the_breaker_and_a_deposit_hides_none()
    {
        var bench = new LogicBench(
            new ScriptedCatalog().Add("idle", () => new ScriptedStrategy()), "breakers.dailyLoss.enabled=true",
            "breakers.dailyLoss.limit=2000", "breakers.dailyLoss.cooldown=0").Start();
        bench.Take(EngineInputs.AccountDay(DayOf(1)));
        bench.Take(EngineInputs.AccountDay(DayOf(2)));
        var id = bench.Define("AAPL");
        bench.Quote(id);
        bench.Execute(0, Side.Buy, 1_000);
        bench.Answer(OperatorCommand.MoveCash(Issuer.Of(), CashFlowKind.Deposit, "USD", 5_000 * One));
        bench.Quote(id, 9_800, 9_802); // A cent short of the limit for each of a thousand.
        Assert.Equal(0, bench.View.Holds.Count);
        bench.Quote(id, 9_799, 9_801);
        Assert.Equal(1, bench.View.Holds.Count);

        bench.NowNs = Day;
        bench.Tick();
        Assert.Equal(1, bench.View.Holds.Count);
        var reset = OperatorCommand.ResetBreaker(Issuer.Of(), BreakerKind.DailyLoss);
        Assert.Equal(CommandCode.Done, bench.Answer(reset).Code);
        Assert.Equal(0, bench.View.Holds.Count);
        bench.Quote(id, 9_600, 9_602); // Of the new day.
        Assert.Equal(0, bench.View.Holds.Count);
        bench.Quote(id, 9_599, 9_601);
        Assert.Equal(1, bench.View.Holds.Count);
    }

    [Fact]
    public void Each_currency_has_a_day_of_its_own()
    {
        _bench.Answer(OperatorCommand.MoveCash(Issuer.Of(), CashFlowKind.Deposit, "EUR", 300 * One));
        _bench.NowNs = Day;
        var rolled = _bench.Tick().Where(e => e.Kind == EventKind.AccountDayRolled).ToArray();
        Assert.Equal(["USD", "EUR"], rolled.Select(e => e.AccountDayRolled.Currency.ToString()));
        Assert.Equal((300 * One, 300 * One, 0L), (rolled[1].AccountDayRolled.Equity,
            rolled[1].AccountDayRolled.DayFlows, rolled[1].AccountDayRolled.DayProfit));
    }

    [Fact]
    public void Rolls_and_figures_allocate_nothing()
    {
        for (var day = 3; day <= 9; day++) Give(day);
        var tick = new EngineEvent { Kind = EventKind.ClockTick, InstrumentId = -1 };
        var ring = new Core.Sequencing.RingBuffer<EngineEvent>(512);
        var group = new Core.Pipeline.Logic.GroupWriter(ring, _bench.Chain.Limits.GroupEventsMax);
        long profit = 0;
        for (var day = 1; day <= 3; day++) profit += Roll(day); // Warm.

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var day = 4; day <= 9; day++) profit += Roll(day);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((0L, 10 * Day), (profit, _bench.View.AccountDay.NextRollNs == long.MaxValue ? 10 * Day : 0));

        long Roll(int day)
        {
            group.Begin(0, _bench.NextSequence);
            group.AppendInput(in tick, day * Day, (ushort)LaneIds.Clock);
            _bench.Chain.Process(group);
            _bench.NextSequence += group.Count;
            return _bench.View.Portfolio.Figures().DayProfit;
        }
    }

    private static LogicBench New() => new(NewModel());

    private static TradingModel NewModel() => new ModelFactory(
        new ScriptedCatalog().Add("idle", () => new ScriptedStrategy())).Create(LogicBench.ConfigOf());

    // Day n ends at n days of engine time.
    private static AccountDayPayload DayOf(int day) =>
        new() { Date = day, StartTimeNs = (day - 1) * Day, EndTimeNs = day * Day };

    private EngineEvent[] Give(int day) => _bench.Take(EngineInputs.AccountDay(DayOf(day)));

    private (int Date, long Profit, long Baseline, long Peak) Figures()
    {
        var figures = _bench.View.Portfolio.Figures();
        return (_bench.View.AccountDay.Date, figures.DayProfit, figures.DayBaseline, figures.PeakEquity);
    }

    private void RequireReplay()
    {
        var runner = _bench.Replay(NewModel());
        Assert.Equal(_bench.Chain.StateDigest, runner.Model.Chain.StateDigest);
    }
}
