using Engine.Core.Sequencing;

namespace Engine.Core.Tests.Sequencing;

public sealed class BlockingWaitTests : WaitStrategyContract<BlockingWait>
{
    protected override bool Parks => true;

    protected override BlockingWait Create() => default;
}
