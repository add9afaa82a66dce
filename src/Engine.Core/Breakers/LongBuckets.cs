using System.Runtime.CompilerServices;

namespace Engine.Core.Breakers;

/// <summary>One figure per part of a window.</summary>
[InlineArray(Count)]
public struct LongBuckets
{
    /// <summary>A power of two.</summary>
    public const int Count = 16;

    private long _first;
}
