using System.Text;

namespace Engine.Core.Events;

/// <summary>Reads and writes zero-padded inline ASCII text.</summary>
public static class AsciiText
{
    /// <exception cref="ArgumentException">The text is too long or not printable ASCII.</exception>
    public static void Write(ReadOnlySpan<char> text, Span<byte> destination)
    {
        if (!TryWrite(text, destination))
            throw new ArgumentException($"'{text}' does not fit {destination.Length} printable ASCII characters.");
    }

    /// <summary>False if the text is too long or has a character outside 0x20-0x7E.</summary>
    public static bool TryWrite(ReadOnlySpan<char> text, Span<byte> destination)
    {
        if (text.Length > destination.Length) return false;

        destination.Clear();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is < ' ' or > '~') return false;
            destination[i] = (byte)text[i];
        }
        return true;
    }

    public static string Read(ReadOnlySpan<byte> source) => Encoding.ASCII.GetString(Trimmed(source));

    /// <summary>
    /// The same as bytes; returns how many. What is not ASCII becomes a question mark, as in the text.
    /// </summary>
    public static int Read(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var text = Trimmed(source);
        for (var i = 0; i < text.Length; i++) destination[i] = text[i] < 0x80 ? text[i] : (byte)'?';
        return text.Length;
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> source)
    {
        var length = source.IndexOf((byte)0);
        return length < 0 ? source : source[..length];
    }
}
