using System.Runtime.CompilerServices;

namespace Engine.Core.Sequencing;

/// <summary>The one wait loop: spin as the strategy says, then park.</summary>
public static class Waiting
{
    private const int SpinsPerCancelCheck = 64;

    /// <summary>True when the condition is met, false when it was cancelled first.</summary>
    /// <param name="signal">
    /// Parks the calling thread; everything that can make the condition true must raise it.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Until<TWait, TCondition>(ref TWait wait, ref TCondition condition, WakeSignal signal)
        where TWait : struct, IWaitStrategy
        where TCondition : struct, IWaitCondition
    {
        wait.Reset();
        var spinsLeft = SpinsPerCancelCheck;
        while (!condition.IsMet)
        {
            if (--spinsLeft == 0)
            {
                if (condition.IsCancelled) return condition.IsMet;
                spinsLeft = SpinsPerCancelCheck;
            }
            if (wait.TrySpin()) continue;

            if (condition.IsCancelled) return condition.IsMet;
            signal.BeginPark();
            if (condition.IsMet)
            {
                signal.CancelPark();
                return true;
            }
            signal.Park();
        }
        return true;
    }
}
