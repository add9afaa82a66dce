using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Risk;
using Engine.Core.State;

namespace Engine.Core.Tests.Risk;

/// <summary>A gate with small limits, an instrument with two decimals, and an order that passes.</summary>
internal sealed class RiskFixture
{
    public const int Apple = 1;
    public const int Strategy = 1;
    public const long NowNs = 1_000_000_000_000;

    private const string LimitsText = """
        risk.maxOrderQuantity=1000
        risk.maxOrderNotional=200000
        risk.maxPosition=2000
        risk.priceCollarBps=100
        risk.staleQuoteMs=500
        risk.orderRatePerSecond=10
        risk.orderBurst=100
        risk.maxInFlight=6
        risk.maxOpenOrders=5
        risk.shortSelling=true
        risk.maxGrossExposure=10000000
        risk.maxNetExposure=10000000
        risk.maxConcentrationBps=100000
        risk.maxOpenPositions=3
        risk.marginRateBps=1000
        risk.maxOrdersPerMinute=1000000
        risk.maxOrdersPerDay=1000000
        risk.maxNotionalPerMinute=1000000000
        risk.maxNotionalPerDay=1000000000
        risk.repeatWindowMs=0
        risk.maxIdenticalRejects=1000000
        risk.rejectWindowMs=60000
        risk.rejectProbeMs=60000
        risk.messagesPerSecond=1000
        risk.messageBurst=1000
        risk.rounding=deny
        risk.selfCross=true
        """;

    public RiskFixture(string overrides = "")
    {
        var config = CanonicalConfig.Parse(LimitsText);
        foreach (var line in overrides.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            config.Set(line.Split('=')[0], line.Split('=')[1]);

        Orders = new OrderTable(Registry, Limits);
        Gate = new RiskGate(Registry, Limits, Orders.View);
        Gate.Configure(RiskLimits.Parse(config.Section("risk"), EngineMode.Live, Limits));
        for (var id = 0; id < Limits.InstrumentsMax; id++)
            Gate.DefineValue(id, FixedPoint.MoneyOne, scaleExponent: 2, currencyNumber: 1);
        Gate.DefineInstrument(Apple, "AAPL", sizeExponent: 0);
        Gate.DefineStrategy(Strategy, "mean");
    }

    public static EngineLimits Limits { get; } = new()
    {
        InstrumentsMax = 4,
        StrategiesMax = 2,
        InFlightMessages = 8,
        OrdersRetained = 1_024,
        OpenOrdersMax = 1_000,
    };

    public StateRegistry Registry { get; } = new();

    public RiskGate Gate { get; }

    public OrderTable Orders { get; }

    /// <summary>Limit buy of 100 at 100.00.</summary>
    public OrderPayload Order = new()
    {
        OrderId = 1,
        LimitPrice = 100_00,
        Quantity = 100,
        Side = Side.Buy,
        Type = OrderType.Limit,
        TimeInForce = TimeInForce.Day,
    };

    public RiskInputs Inputs = new()
    {
        InstrumentId = Apple,
        StrategyId = Strategy,
        PriceExponent = 2,
        SizeExponent = 0,
        Multiplier = FixedPoint.MoneyOne,
        TickSize = 1,
        LotSize = 1,
        IsShortable = true,
        IsMarketOpen = true,
        IsMetered = true,
        Equity = 1_000_000 * FixedPoint.MoneyOne,
        HasUsableMark = true,
        IsStrategyEnabled = true,
        Bid = 99_99,
        Ask = 100_01,
        Last = 100_00,
        QuoteTimeNs = NowNs,
        TradeTimeNs = NowNs,
        NowNs = NowNs,
        Phase = EnginePhase.Running,
        Permission = Permission.Active,
    };

    public RiskCode Check() => Gate.Check(in Order, in Inputs, out _);

    public (RiskCode Code, long Limit, long Measured) CheckWithFigures() =>
        (Gate.Check(in Order, in Inputs, out var verdict), verdict.Limit, verdict.Measured);

    /// <summary>A working order of the fixture's instrument and strategy.</summary>
    public static OrderState Working(Side side, long quantity, long executed = 0) => new()
    {
        OrderId = 9,
        Side = side,
        Quantity = quantity,
        CumulativeQuantity = executed,
        Status = OrderStatus.Accepted,
        InstrumentId = Apple,
        StrategyId = Strategy,
        Type = OrderType.Limit,
        TimeInForce = TimeInForce.Day,
        LimitPrice = 100_00,
    };

    public void Open(Side side, long quantity) => Gate.OnOrderChanged(default, Working(side, quantity));
}
