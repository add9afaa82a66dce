using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Engine.Core.Events;

namespace Engine.Core.MarketData;

/// <summary>
/// Reads numbers from the bytes of a row. The quick ones take only the usual forms and say no to everything else; the
/// row is then read again by the exact ones, which know every valid form and tell what is wrong.
/// The bytes given to the quick ones end with a line end, which stops every loop.
/// </summary>
internal static class CsvNumbers
{
    /// <summary>Digits of every time from 2001-09-09 to 2262-04-11 in nanoseconds.</summary>
    public const int TimeDigits = 19;

    private const int DigitsMax = 18;    // Fit 64 bits whatever they are.

    /// <summary>A time of 19 digits and the comma after it.</summary>
    public static bool TryReadTime(ReadOnlySpan<byte> bytes, ref int position, out long timeNs)
    {
        timeNs = 0;
        if (bytes.Length - position <= TimeDigits || bytes[position + TimeDigits] != ',') return false;

        var digits = bytes.Slice(position, TimeDigits);
        var first = BinaryPrimitives.ReadUInt64LittleEndian(digits);
        var second = BinaryPrimitives.ReadUInt64LittleEndian(digits[8..]);
        var a = (uint)(digits[16] - '0');
        var b = (uint)(digits[17] - '0');
        var c = (uint)(digits[18] - '0');
        if (!AreDigits(first) || !AreDigits(second) || a > 9 || b > 9 || c > 9) return false;

        var value = (EightDigits(first) * 100_000_000_000) + (EightDigits(second) * 1_000) + (a * 100) + (b * 10) + c;
        timeNs = (long)value;
        position += TimeDigits + 1;
        return value <= long.MaxValue;
    }

    /// <summary>
    /// A decimal without sign and the terminator after it; nothing before the terminator is <see
    /// cref="FixedPoint.Absent"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadDecimal(
        ReadOnlySpan<byte> bytes, ref int position, int exponent, byte terminator, out long value)
    {
        value = FixedPoint.Absent;
        var at = position;
        if (bytes[at] == terminator)
        {
            position = at + 1;
            return true;
        }
        var total = 0L;
        uint digit;
        while ((digit = (uint)(bytes[at] - '0')) <= 9)
        {
            total = (total * 10) + digit;
            at++;
        }
        var wholeDigits = at - position;
        var decimalsLeft = exponent;
        if (bytes[at] == '.')
        {
            at++;
            var fraction = at;
            while ((digit = (uint)(bytes[at] - '0')) <= 9)
            {
                total = (total * 10) + digit;
                at++;
            }
            decimalsLeft -= at - fraction;
            if (at == fraction) return false;
        }
        if (wholeDigits == 0 || wholeDigits + exponent > DigitsMax || decimalsLeft < 0) return false;
        if (bytes[at] != terminator) return false;

        value = total * FixedPoint.PowerOfTen(decimalsLeft);
        position = at + 1;
        return true;
    }

    /// <summary>Any valid decimal, exactly.</summary>
    public static bool TryParse(ReadOnlySpan<byte> field, int exponent, out long value)
    {
        value = 0;
        if (field.Length > 64) return false;

        Span<char> text = stackalloc char[64];
        var length = Encoding.Latin1.GetChars(field, text);
        return FixedPoint.TryParse(text[..length], exponent, out value);
    }

    // All eight bytes are 0x30-0x39: the high nibble is 3, and stays 3 when 6 is added.
    private static bool AreDigits(ulong bytes) =>
        ((bytes & 0xF0F0F0F0F0F0F0F0) | (((bytes + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4))
        == 0x3333333333333333;

    // Pairs, then fours, then all eight: each step joins neighbours with one multiplication.
    private static ulong EightDigits(ulong bytes)
    {
        bytes -= 0x3030303030303030;
        bytes = (bytes * 10) + (bytes >> 8);
        bytes = ((bytes & 0x000000FF000000FF) * 0x000F424000000064)
            + (((bytes >> 16) & 0x000000FF000000FF) * 0x0000271000000001);
        return (bytes >> 32) & 0xFFFFFFFF;
    }
}
