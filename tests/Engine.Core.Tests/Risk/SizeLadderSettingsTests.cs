using Engine.Core.Config;
using Engine.Core.Risk;
using Xunit;

namespace Engine.Core.Tests.Risk;

public sealed class SizeLadderSettingsTests
{
    [Fact]
    public void Without_settings_the_steps_are_the_usual_ones_and_everybody_has_the_whole()
    {
        var settings = Parse("");
        Assert.Equal([1_000, 3_500, 6_500, 10_000], settings.StepsPerTenThousand);
        Assert.Equal(SizeLadder.Whole, settings.FactorOf("anybody"));
        Assert.True(settings.IsStep(0));
        Assert.False(settings.IsStep(5_000));
    }

    [Theory]
    [InlineData("0.01", 1)]
    [InlineData("100", 10_000)]
    public void A_step_may_be_as_fine_as_a_part_of_ten_thousand(string step, int expected) =>
        Assert.Equal([expected], Parse($"risk.ladder.steps={step}").StepsPerTenThousand);

    [Theory]
    [InlineData("risk.ladder.steps=0,10", "risk.ladder.steps")]
    [InlineData("risk.ladder.steps=10,10", "risk.ladder.steps")]
    [InlineData("risk.ladder.steps=35,10", "risk.ladder.steps")]
    [InlineData("risk.ladder.steps=100.01", "risk.ladder.steps")]
    [InlineData("risk.ladder.steps=10.001", "risk.ladder.steps")]
    [InlineData("risk.ladder.steps=much", "risk.ladder.steps")]
    [InlineData("risk.ladder.steps=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17", "risk.ladder.steps")]
    [InlineData("risk.strategies.a.sizeFactor=50", "risk.strategies.a.sizeFactor")]
    [InlineData("risk.strategies.a.sizeFactor=-10", "risk.strategies.a.sizeFactor")]
    [InlineData("risk.strategies.a.sizeFactor=101", "risk.strategies.a.sizeFactor")]
    public void What_is_no_ladder_is_refused_by_its_key(string setting, string key) =>
        Assert.Contains(key, Assert.Throws<ConfigException>(() => Parse(setting)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(long.MaxValue / 4, 0, 10_000, 1, long.MaxValue / 4)]
    [InlineData(long.MaxValue / 4, long.MaxValue / 4, 1, 1, long.MaxValue / 4)]
    [InlineData(1_000, 0, 1_000, 100, 100)]
    [InlineData(1_900, 0, 1_000, 100, 100)] // 190, down to the lot.
    [InlineData(900, 0, 1_000, 100, 0)]
    [InlineData(300, 150, 1_000, 100, 100)] // Half a lot is held: 165, down to the lot.
    [InlineData(1, 0, 9_999, 1, 0)]
    [InlineData(10, 10, 0, 1, 10)]
    public void Closing_is_whole_and_opening_a_part_down_to_the_lot(
        long quantity, long closing, int factor, long lot, long expected) =>
        Assert.Equal(expected, SizeLadder.Scale(quantity, closing, factor, lot));

    [Fact]
    public void Scaling_allocates_nothing()
    {
        var fixture = new RiskFixture("risk.strategies.mean.sizeFactor=10");
        Assert.Equal(10, fixture.Gate.Scale(in fixture.Order, in fixture.Inputs, default));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            fixture.Inputs.StrategyPosition = -i % 200;
            fixture.Gate.Scale(in fixture.Order, in fixture.Inputs, default);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static SizeLadderSettings Parse(string setting) =>
        SizeLadderSettings.Parse(CanonicalConfig.Parse(setting + "\n").Section("risk"));
}
