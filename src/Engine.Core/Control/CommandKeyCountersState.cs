using System.Runtime.InteropServices;

namespace Engine.Core.Control;

/// <summary>
/// Ends of the ring of keys. Entity of <see cref="State.StateParts.CommandKeyCounters"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct CommandKeyCountersState
{
    public const int SizeInBytes = 16;

    [FieldOffset(0)] public long Added;
    [FieldOffset(8)] public long Removed;
}
