using Engine.Core;
using Engine.Grpc.Health;

namespace Engine.Grpc.Metrics;

/// <summary>What metrics are read from; everything may be asked by any thread and holds nobody up.</summary>
internal sealed record MetricSources(
    TradingEngine Engine, EngineSetup Setup, Func<HealthReport> Health, CallTally Calls);
