using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>Lets a ring consumer share a thread with other stages.</summary>
public sealed class ProcessorStage<T, THandler, TWait>(EventProcessor<T, THandler, TWait> processor) : IStage
    where T : unmanaged
    where THandler : IBatchHandler<T>
    where TWait : struct, IWaitStrategy
{
    public string Name => processor.Name;

    public int RunOnce() => processor.RunOnce();
}
