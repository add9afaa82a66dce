using Engine.Core.MarketData;
using Engine.Core.Sequencing;

namespace Engine.Core.Pipeline;

/// <summary>
/// What measurements and tests put into the graph of a real engine: sources of their own, and stages around those of a
/// thread. Nothing is journaled of it.
/// </summary>
public sealed record PipelineHooks
{
    /// <summary>Takes the place of the configured sources; called once per lane with its rank.</summary>
    public Func<int, IInputWriter, ResumePoint?, IMarketDataSource>? CreateSource { get; init; }

    /// <summary>Stages that run before and behind all stages of a thread, by its name.</summary>
    public Func<string, (IStage First, IStage Last)>? AroundThread { get; init; }

    public IReadOnlyList<IStage> Around(string threadName, IReadOnlyList<IStage> stages)
    {
        if (AroundThread is null || stages.Count == 0) return stages;
        var (first, last) = AroundThread(threadName);
        return [first, .. stages, last];
    }
}
