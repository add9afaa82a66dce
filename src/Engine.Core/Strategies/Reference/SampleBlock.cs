using System.Runtime.CompilerServices;

namespace Engine.Core.Strategies.Reference;

/// <summary>Sixteen samples: two cache lines, the unit in which rings of samples are stored.</summary>
[InlineArray(Length)]
internal struct SampleBlock
{
    public const int Length = 16;

    private long _first;
}
