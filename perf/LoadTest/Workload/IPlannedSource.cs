using Engine.Core.MarketData;

namespace LoadTest.Workload;

/// <summary>A source whose every input is due at a time known before, whatever the engine does.</summary>
internal interface IPlannedSource : IMarketDataSource
{
    /// <summary>When, in ticks of <see cref="System.Diagnostics.Stopwatch"/>, an event time was due.</summary>
    long DueTicks(long eventTimeNs);

    /// <summary>Inputs that are due by now.</summary>
    long DueCount { get; }
}
