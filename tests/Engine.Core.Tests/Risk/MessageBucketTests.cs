using Engine.Core.Events;
using Engine.Core.Risk;
using Xunit;

namespace Engine.Core.Tests.Risk;

/// <summary>Goal: one bucket for the connection, and each class leaves room for those above it.</summary>
public sealed class MessageBucketTests
{
    [Theory]
    [InlineData(MessageClass.Cancel, 8, 8)]
    [InlineData(MessageClass.EmergencyExit, 8, 6)]
    [InlineData(MessageClass.Order, 8, 5)]
    [InlineData(MessageClass.Query, 8, 4)]
    [InlineData(MessageClass.Cancel, 40, 40)]
    [InlineData(MessageClass.Order, 40, 25)]
    [InlineData(MessageClass.Query, 1, 1)]
    [InlineData(MessageClass.Query, 2, 1)]
    [InlineData(MessageClass.Order, 3, 3)]
    public void A_class_takes_what_is_left_of_a_full_bucket(MessageClass messageClass, int burst, int expected)
    {
        var gate = new RiskFixture($"risk.messageBurst={burst}").Gate;
        var taken = 0;
        for (; gate.HasMessage(messageClass, RiskFixture.NowNs); taken++) gate.TakeMessages(RiskFixture.NowNs);
        Assert.Equal(expected, taken);

        // The next one is there when it says, and not a nanosecond before.
        var readyNs = gate.MessageReadyNs(messageClass);
        Assert.Equal(RiskFixture.NowNs + 1_000_000, readyNs);
        Assert.False(gate.HasMessage(messageClass, readyNs - 1));
        Assert.True(gate.HasMessage(messageClass, readyNs));
    }

    [Fact]
    public void What_orders_have_used_up_is_left_for_exits_and_cancels()
    {
        var fixture = new RiskFixture("risk.messageBurst=8\nrisk.messagesPerSecond=40");
        for (var i = 0; i < 5; i++) Assert.Equal(RiskCode.Accepted, fixture.Check());
        Assert.Equal((RiskCode.MessageRateLimit, 5L, 6L), fixture.CheckWithFigures());
        Assert.False(fixture.Gate.HasMessage(MessageClass.Query, RiskFixture.NowNs));
        fixture.Order.Class = OrderClass.EmergencyExit;
        fixture.Order.Side = Side.Sell;
        fixture.Inputs.Position = 100;
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        Assert.Equal((RiskCode.MessageRateLimit, 6L, 7L), fixture.CheckWithFigures());
        for (var i = 0; i < 2; i++)
        {
            Assert.True(fixture.Gate.HasMessage(MessageClass.Cancel, RiskFixture.NowNs));
            fixture.Gate.TakeMessages(RiskFixture.NowNs);
        }
        Assert.False(fixture.Gate.HasMessage(MessageClass.Cancel, RiskFixture.NowNs));
        Assert.Equal(RiskFixture.NowNs + 25_000_000, fixture.Gate.MessageReadyNs(MessageClass.Cancel));
    }

    [Fact]
    public void The_bucket_is_one_for_all_instruments()
    {
        var fixture = new RiskFixture("risk.messageBurst=8\nrisk.maxOpenPositions=100");
        for (var id = 0; id < 4; id++) fixture.Gate.DefineInstrument(id, $"I{id}", sizeExponent: 0);
        var accepted = 0;
        for (var i = 0; i < 40; i++)
        {
            fixture.Inputs.InstrumentId = i % 4;
            if (fixture.Check() == RiskCode.Accepted) accepted++;
        }
        Assert.Equal(5, accepted);
    }

    [Fact]
    public void While_a_cancel_waits_nothing_else_gets_a_message()
    {
        var fixture = new RiskFixture();
        fixture.Inputs.AreCancelsWaiting = true;
        Assert.Equal(RiskCode.MessageRateLimit, fixture.Check());
        fixture.Order.Class = OrderClass.EmergencyExit;
        fixture.Order.Side = Side.Sell;
        fixture.Inputs.Position = 100;
        Assert.Equal(RiskCode.MessageRateLimit, fixture.Check());
        fixture.Inputs.IsMetered = false;       // A backtest has no connection.
        Assert.Equal(RiskCode.Accepted, fixture.Check());
    }

    [Fact]
    public void A_denied_order_takes_no_message()
    {
        var fixture = new RiskFixture("risk.messageBurst=8\nrisk.orderBurst=1\nrisk.orderRatePerSecond=1");
        Assert.Equal(RiskCode.Accepted, fixture.Check());
        for (var i = 0; i < 20; i++) Assert.Equal(RiskCode.OrderRateLimit, fixture.Check());
        for (var i = 0; i < 4; i++)
        {
            Assert.True(fixture.Gate.HasMessage(MessageClass.Order, RiskFixture.NowNs));
            fixture.Gate.TakeMessages(RiskFixture.NowNs);
        }
        Assert.False(fixture.Gate.HasMessage(MessageClass.Order, RiskFixture.NowNs));
    }
}
