using Engine.Core.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Sequencing;

public sealed class SpinParkWaitTests : WaitStrategyContract<SpinParkWait>
{
    protected override bool Parks => true;

    [Fact]
    public void The_budget_ends_and_begins_anew_with_each_wait()
    {
        var wait = new SpinParkWait(spinNs: 1_000);
        for (var i = 0; i < 2; i++)
        {
            wait.Reset();
            Assert.True(wait.TrySpin());
            var spins = 0L;
            while (wait.TrySpin()) Assert.True(++spins < 100_000_000);
        }
    }

    protected override SpinParkWait Create() => new();
}
