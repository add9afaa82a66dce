namespace Engine.Core.Strategies;

/// <summary>Timers in engine time, as a strategy may use them.</summary>
public interface ITimerPort
{
    /// <returns>The timer id, or 0 if no timer is free.</returns>
    long Schedule(int strategyId, long deadlineNs, long tag);

    /// <returns>False if there is no such timer of this strategy.</returns>
    bool Cancel(int strategyId, long timerId);

    /// <summary>Cancels whatever the strategy has scheduled: it is disabled or gone.</summary>
    void CancelAll(int strategyId);
}
