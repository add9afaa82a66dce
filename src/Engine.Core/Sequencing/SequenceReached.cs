using System.Runtime.CompilerServices;

namespace Engine.Core.Sequencing;

/// <summary>Waits for one counter to reach a position, or for a halt.</summary>
public readonly struct SequenceReached(Sequence sequence, long position, RunControl control) : IWaitCondition
{
    public bool IsMet
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => sequence.Value >= position;
    }

    public bool IsCancelled => control.IsHalted;
}
