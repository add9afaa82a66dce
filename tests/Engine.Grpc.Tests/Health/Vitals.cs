using Engine.Core;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Pipeline;

namespace Engine.Grpc.Tests.Health;

/// <summary>Signs of life that a test writes down.</summary>
internal static class Vitals
{
    /// <summary>A paper engine that runs and has nothing to do.</summary>
    public static EngineVitals Healthy => new()
    {
        Sweeps = 1,
        HasLogicStarted = true,
        HasLogicEnded = false,
        IsLogicBehindJournal = false,
        Phase = EnginePhase.Running,
        IsReconciled = true,
        IsMarketDataFlowing = false,
        PublishedPosition = 0,
        DurablePosition = 0,
        DurableSequence = 1,
        IsHalted = false,
        Fault = null,
        SourceFailure = null,
        PreparationFailure = null,
        Disk = new DiskReading(new StorageSpace(50, 100), DiskLevel.Ok, 0),
        EngineNowNs = 0,
        SourceNames = [],
        Status = null,
        Feeds = null,
    };
}
