using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Engine.Core.Sequencing;

/// <summary>The one instruction a spin loop needs.</summary>
internal static class Processor
{
    /// <summary>
    /// Tells the core that this is a spin loop. Never gives up the time slice: sched_yield costs 400 ns.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pause()
    {
        if (X86Base.IsSupported) X86Base.Pause();
        else if (ArmBase.IsSupported) ArmBase.Yield();
        else Thread.SpinWait(1);
    }
}
