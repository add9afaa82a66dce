namespace Engine.Core.Strategies;

/// <summary>Which callback of <see cref="IStrategy"/> is meant.</summary>
public enum StrategyCallback : byte
{
    None = 0,
    Start = 1,
    Bar = 2,
    Execution = 3,
    Order = 4,
    Denied = 5,
    Timer = 6,
    Stop = 7,
    ExecutionRestated = 8,
}
