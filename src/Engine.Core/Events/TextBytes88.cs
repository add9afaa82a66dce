using System.Runtime.CompilerServices;

namespace Engine.Core.Events;

/// <summary>The 88 payload bytes of a continuation record.</summary>
[InlineArray(SizeInBytes)]
public struct TextBytes88
{
    public const int SizeInBytes = 88;

    private byte _first;
}
