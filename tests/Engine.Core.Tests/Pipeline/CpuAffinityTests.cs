using Engine.Core.Pipeline;
using Engine.Core.Tests.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Pipeline;

public sealed class CpuAffinityTests
{
    [Fact]
    public void A_pinned_thread_is_allowed_its_core_only_and_others_are_untouched()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Contains("unpinned", CpuAffinity.TryPin(0), StringComparison.Ordinal);
            return;
        }
        var before = CpuAffinity.Allowed();
        Assert.NotEmpty(before);
        TestThreads.RunAll(() =>
        {
            // A container may refuse; then the answer is a reason and nothing has changed.
            var refused = CpuAffinity.TryPin(before[^1]);
            Assert.Equal(refused is null ? [before[^1]] : before, CpuAffinity.Allowed());
            Assert.Null(refused is null ? CpuAffinity.TrySet(before) : null);
        });
        Assert.Equal(before, CpuAffinity.Allowed());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_000)]
    [InlineData(1_023)] // Within the mask, but no machine of ours has it.
    public void A_core_that_is_not_there_is_refused_with_a_reason(int cpu)
    {
        if (!OperatingSystem.IsLinux()) return;
        TestThreads.RunAll(() =>
        {
            var reason = CpuAffinity.TryPin(cpu);
            Assert.NotNull(reason);
            Assert.Contains($"{cpu}", reason, StringComparison.Ordinal);
        });
    }
}
