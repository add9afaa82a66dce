using System.Text;

namespace Engine.Rpc.Protocol;

/// <summary>
/// The header <c>grpc-message</c>: UTF-8, where every byte outside 0x20 to 0x7E and the percent sign itself is written
/// as <c>%XX</c>.
/// </summary>
internal static class PercentEncoding
{
    private const string HexDigits = "0123456789ABCDEF";

    /// <summary>The text as it may stand in a header.</summary>
    public static string Encode(string text)
    {
        if (!NeedsEncoding(text))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 16);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            if (IsPlain((char)b))
            {
                encoded.Append((char)b);
            }
            else
            {
                encoded.Append('%').Append(HexDigits[b >> 4]).Append(HexDigits[b & 15]);
            }
        }

        return encoded.ToString();
    }

    /// <summary>
    /// The text of a header. Escapes that are not two hexadecimal digits stay as they are and nothing fails: a message
    /// for people must not hide the status it comes with.
    /// </summary>
    public static string Decode(string header)
    {
        if (!NeedsEncoding(header))
        {
            return header;
        }

        byte[] bytes = new byte[Encoding.UTF8.GetMaxByteCount(header.Length)];
        int length = 0;
        for (int i = 0; i < header.Length; i++)
        {
            if (header[i] == '%' && i + 2 < header.Length
                && char.IsAsciiHexDigit(header[i + 1]) && char.IsAsciiHexDigit(header[i + 2]))
            {
                bytes[length++] = Convert.ToByte(header.Substring(i + 1, 2), 16);
                i += 2;
            }
            else if (header[i] <= 0xFF)
            {
                // Headers reach us with one character per byte, so unescaped UTF-8 is put together again as well.
                bytes[length++] = (byte)header[i];
            }
            else
            {
                length += Encoding.UTF8.GetBytes(header, i, 1, bytes, length);
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static bool NeedsEncoding(string text)
    {
        foreach (char c in text)
        {
            if (!IsPlain(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPlain(char c) => c is >= ' ' and <= '~' and not '%';
}
