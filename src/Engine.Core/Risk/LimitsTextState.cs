using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>
/// A piece of the text of the overlay. Entity of <see cref="State.StateParts.LimitsText"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = TextBytes88.SizeInBytes)]
public struct LimitsTextState
{
    [FieldOffset(0)] public TextBytes88 Bytes;
}
