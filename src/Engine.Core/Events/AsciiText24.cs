using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>Up to 24 ASCII characters inline, zero padded. <see cref="AsciiText"/> reads and writes it.</summary>
[InlineArray(SizeInBytes)]
public struct AsciiText24
{
    public const int SizeInBytes = 24;

    private byte _first;

    public static AsciiText24 From(string text)
    {
        var result = default(AsciiText24);
        AsciiText.Write(text, result);
        return result;
    }

    public override readonly string ToString() =>
        AsciiText.Read(MemoryMarshal.CreateReadOnlySpan(in _first, SizeInBytes));
}
