using Engine.Core.Events;
using Engine.Core.Replay;

namespace Engine.Simulation;

/// <summary>What an audit read from the journal.</summary>
internal sealed class AuditResult
{
    /// <summary>Replayed from sequence 1, no snapshot used.</summary>
    public required TradingModel Model { get; init; }

    public Dictionary<long, EngineEvent> OrdersById { get; } = [];

    public Dictionary<long, EngineEvent> IntentsBySequence { get; } = [];

    /// <summary>Signed sum of executions by instrument, each id once.</summary>
    public Dictionary<int, long> Positions { get; } = [];

    public int Executions { get; set; }

    public long LastSequence { get; set; }
}
