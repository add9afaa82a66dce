using Engine.Core.Sequencing;

namespace Engine.Core.Tests.Sequencing;

public sealed class StandBackWaitTests : WaitStrategyContract<StandBackWait<SpinParkWait>>
{
    protected override bool Parks => true;

    protected override StandBackWait<SpinParkWait> Create() => new(new SpinParkWait());
}
