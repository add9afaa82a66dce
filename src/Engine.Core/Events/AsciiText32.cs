using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>Up to 32 ASCII characters inline, zero padded. <see cref="AsciiText"/> reads and writes it.</summary>
[InlineArray(SizeInBytes)]
public struct AsciiText32
{
    public const int SizeInBytes = 32;

    private byte _first;

    public static AsciiText32 From(string text)
    {
        var result = default(AsciiText32);
        AsciiText.Write(text, result);
        return result;
    }

    public override readonly string ToString() =>
        AsciiText.Read(MemoryMarshal.CreateReadOnlySpan(in _first, SizeInBytes));
}
