namespace Engine.Core.Events;

/// <summary>Journaled. A journal of one mode is never opened in another.</summary>
public enum EngineMode : byte
{
    None = 0,
    Backtest = 1,
    Paper = 2,
    Live = 3,
}
