using Engine.Core.Sequencing;

namespace Engine.Core.Tests.Sequencing;

public sealed class BusySpinWaitTests : WaitStrategyContract<BusySpinWait>
{
    protected override bool Parks => false;

    protected override BusySpinWait Create() => default;
}
