using System.Runtime.CompilerServices;

namespace Engine.Core.Events;

/// <summary>A SHA-256 digest, raw bytes.</summary>
[InlineArray(SizeInBytes)]
public struct Sha256Text
{
    public const int SizeInBytes = 32;

    private byte _first;
}
