using System.Runtime.InteropServices;

namespace Engine.Core.Sequencing;

/// <summary>
/// The private counters of one end of a lane, alone on their cache lines. A struct, because a generic class cannot have
/// an explicit layout itself.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct PaddedPosition
{
    public const int SizeInBytes = 272;

    /// <summary>Position of the next slot this end will use.</summary>
    [FieldOffset(128)] public long Next;

    /// <summary>Positions below this one may be used without looking at the other end.</summary>
    [FieldOffset(136)] public long Limit;
}
