using Engine.Core;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Pipeline;
using Engine.Core.Replay;

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

    /// <summary>What a follower says that has come so far.</summary>
    public static EngineStatus Status(long sequence) => new()
    {
        Sequence = sequence,
        EngineTimeNs = 0,
        Phase = EnginePhase.Running,
        Permission = Permission.Active,
        RecordCount = sequence,
        Counters = default,
        OpenOrders = 0,
        OpenPositions = 0,
        Account = default!,
        Holds = [],
    };
}
