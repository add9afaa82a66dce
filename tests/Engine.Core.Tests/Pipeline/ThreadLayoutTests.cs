using Engine.Core.Config;
using Engine.Core.Pipeline;
using Engine.Core.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Pipeline;

public sealed class ThreadLayoutTests
{
    [Theory]
    [InlineData(1, "source+logic+journal+gateway|follower")]
    [InlineData(2, "source+logic+journal+gateway|follower")]
    [InlineData(3, "source|logic+journal+gateway|follower")]
    [InlineData(4, "source|logic|journal|gateway|follower")]
    [InlineData(64, "source|logic|journal|gateway|follower")]
    public void The_default_follows_the_number_of_cores(int cores, string expected) =>
        Assert.Equal(expected, ThreadLayout.For(new CoreBudget(cores)).ToString());

    [Theory]
    [InlineData("source|logic@0|journal+gateway@1|follower")]
    [InlineData("source+logic+journal+gateway+follower")]
    [InlineData("follower|gateway|journal|logic@12|source")]
    public void Text_is_read_and_written_the_same(string text) =>
        Assert.Equal(text, ThreadLayout.Parse(text, new CoreBudget(2)).ToString());

    [Fact]
    public void Blanks_do_not_matter()
    {
        var layout = ThreadLayout.Parse(" source | logic @ 3 | journal + gateway |follower", new CoreBudget(2));
        Assert.Equal("source|logic@3|journal+gateway|follower", layout.ToString());
        Assert.Equal(3, layout.ThreadOf(StageRole.Logic).Cpu);
        Assert.Equal("journal+gateway", layout.ThreadOf(StageRole.Gateway).Name);
        Assert.Same(layout.ThreadOf(StageRole.Journal), layout.ThreadOf(StageRole.Gateway));
    }

    [Theory]
    [InlineData("", "a stage name is missing")]
    [InlineData("source|logic|journal|gateway", "no thread runs 'follower'")]
    [InlineData("source|logic+logic|journal|gateway|follower", "'logic' is placed 2 times")]
    [InlineData("source|Logic|journal|gateway|follower", "there is no stage 'Logic'")]
    [InlineData("source|logic@x|journal|gateway|follower", "'x' is not the number of a core")]
    [InlineData("source|logic@-1|journal|gateway|follower", "'-1' is not the number of a core")]
    [InlineData("source|logic@1@2|journal|gateway|follower", "names more than one core")]
    [InlineData("source||logic|journal|gateway|follower", "a stage name is missing")]
    public void What_cannot_be_used_is_named_with_the_remedy(string text, string problem)
    {
        var exception = Assert.Throws<ConfigException>(() => ThreadLayout.Parse(text, new CoreBudget(2)));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.Contains("threads.layout", exception.Message, StringComparison.Ordinal);
        Assert.Contains("divide threads by '|'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_threads_that_spin_without_end_may_not_share_a_core()
    {
        const string text = "source|logic@1|journal+gateway@1|follower";
        Assert.Throws<ConfigException>(() => ThreadLayout.Parse(text, new CoreBudget(8), SpinSetting.Always));
        Assert.Equal(text, ThreadLayout.Parse(text, new CoreBudget(8)).ToString());
    }

    [Theory]
    [InlineData(1, SpinSetting.Auto, WaitKind.Blocking)]
    [InlineData(2, SpinSetting.Auto, WaitKind.SpinThenPark)]
    [InlineData(4, SpinSetting.Auto, WaitKind.SpinThenPark)] // Five threads on four cores.
    [InlineData(8, SpinSetting.Auto, WaitKind.BusySpin)]
    [InlineData(2, SpinSetting.Always, WaitKind.BusySpin)]
    [InlineData(8, SpinSetting.Budget, WaitKind.SpinThenPark)]
    [InlineData(8, SpinSetting.Never, WaitKind.Blocking)]
    public void Only_spare_cores_or_the_operator_let_the_logic_spin_without_end(int cores, SpinSetting spin,
        WaitKind expected)
    {
        var layout = ThreadLayout.For(new CoreBudget(cores), spin);
        Assert.Equal(expected, layout.ThreadOf(StageRole.Logic).Wait.Kind);
    }

    [Fact]
    public void Threads_that_are_not_in_the_way_of_an_order_do_not_spin()
    {
        var layout = ThreadLayout.For(new CoreBudget(16));
        Assert.Equal(WaitKind.Blocking, layout.ThreadOf(StageRole.Source).Wait.Kind);
        Assert.Equal(WaitKind.Blocking, layout.ThreadOf(StageRole.Follower).Wait.Kind);
        Assert.Equal(ThreadPriority.BelowNormal, layout.ThreadOf(StageRole.Follower).Options.Priority);
        Assert.Equal(ThreadPriority.Normal, layout.ThreadOf(StageRole.Logic).Options.Priority);
    }
}
