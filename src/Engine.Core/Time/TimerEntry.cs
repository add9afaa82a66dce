namespace Engine.Core.Time;

/// <summary>A timer that is due.</summary>
public readonly record struct TimerEntry(long TimerId, long DeadlineNs, int StrategyId, long Tag);
