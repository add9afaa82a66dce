using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Engine.Core.Events;

/// <summary>
/// Fixed-point arithmetic on 64-bit integers. A value with exponent e stands for value / 10^e. Products go through
/// 128 bits; <see cref="DivideHalfEven(Int128, long)"/> is the only rounding there is.
/// </summary>
public static class FixedPoint
{
    /// <summary>Stands for "not there" in every price, size and time.</summary>
    public const long Absent = long.MinValue;

    /// <summary>Decimal places of every amount of money.</summary>
    public const int MoneyExponent = 8;

    /// <summary>One unit of money, in exponent 8.</summary>
    public const long MoneyOne = 100_000_000;

    public const int ExponentMax = 9;

    /// <summary>Bytes of the longest formatted number: sign, 19 digits, point, and one leading zero.</summary>
    public const int FormattedBytesMax = 24;

    private static readonly long[] PowersOfTen =
        [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
         10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
         1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000];

    /// <param name="exponent">0-18.</param>
    public static long PowerOfTen(int exponent) => PowersOfTen[exponent];

    /// <summary>
    /// Rounds to nearest, ties to even. False if the quotient does not fit 64 bits, or is <see cref="Absent"/>.
    /// </summary>
    public static bool TryDivideHalfEven(Int128 dividend, long divisor, out long quotient)
    {
        var rounded = DivideHalfEven(dividend, divisor);
        quotient = (long)rounded;
        return rounded <= long.MaxValue && rounded > long.MinValue;
    }

    /// <summary>Rounds to nearest, ties to even.</summary>
    /// <param name="divisor">Above zero.</param>
    public static Int128 DivideHalfEven(Int128 dividend, long divisor)
    {
        // The common case by far: everything fits 64 bits, and one hardware division does.
        if (dividend >= long.MinValue && dividend <= long.MaxValue) return DivideHalfEven((long)dividend, divisor);

        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        var twice = Int128.Abs(remainder) * 2;
        if (twice > divisor || (twice == divisor && Int128.IsOddInteger(quotient)))
            quotient += dividend < 0 ? -1 : 1;
        return quotient;
    }

    /// <summary>Rounds to nearest, ties to even. Shape and errors as the 128-bit one; never overflows.</summary>
    public static long DivideHalfEven(long dividend, long divisor)
    {
        var quotient = dividend / divisor;
        var remainder = dividend - (quotient * divisor);
        var magnitude = (ulong)Math.Abs(remainder);
        var rest = (ulong)divisor - magnitude;
        if (magnitude > rest || (magnitude == rest && (quotient & 1) != 0))
            quotient += dividend < 0 ? -1 : 1;
        return quotient;
    }

    /// <summary>
    /// price x quantity x multiplier as money with exponent 8, half-even rounded once.
    /// False if it does not fit 64 bits (92 thousand million units of currency).
    /// </summary>
    /// <param name="multiplier">Exponent 8; <see cref="MoneyOne"/> for one share per unit.</param>
    /// <param name="scaleExponent">Price exponent plus size exponent, 0-18.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryNotional(long price, long quantity, long multiplier, int scaleExponent, out long money)
    {
        // Mostly the multiplier is one, and everything fits 64 bits.
        const int sign = 63;
        if (multiplier == MoneyOne && Math.BigMul(price, quantity, out var product) == product >> sign)
        {
            if (scaleExponent > MoneyExponent)
            {
                money = DivideHalfEven(product, PowersOfTen[scaleExponent - MoneyExponent]);
                return money != Absent;
            }
            var power = PowersOfTen[MoneyExponent - scaleExponent];
            return Math.BigMul(product, power, out money) == money >> sign && money != Absent;
        }
        return TryExactNotional(price, quantity, multiplier, scaleExponent, out money);
    }

    private static bool TryExactNotional(
        long price, long quantity, long multiplier, int scaleExponent, out long money)
    {
        var product = (Int128)price * quantity;
        return multiplier == MoneyOne
            ? TryScaleToMoney(product, scaleExponent, out money)
            : TryNotionalWithMultiplier(product, multiplier, scaleExponent, out money);
    }

    /// <summary>
    /// Parses a plain decimal ("-12.34") exactly. False if it is malformed, too large, or finer than the exponent:
    /// a value is never rounded on its way in.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, int exponent, out long value)
    {
        value = 0;
        var negative = text.Length > 0 && text[0] == '-';
        if (negative) text = text[1..];
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..].TrimEnd('0');
        if (whole.Length == 0 || fraction.Length > exponent || (point >= 0 && point == text.Length - 1)) return false;

        Int128 total = 0;
        foreach (var digit in whole)
        {
            if (!char.IsAsciiDigit(digit) || total > long.MaxValue) return false;
            total = (total * 10) + (digit - '0');
        }
        foreach (var digit in fraction)
        {
            if (!char.IsAsciiDigit(digit) || total > long.MaxValue) return false;
            total = (total * 10) + (digit - '0');
        }
        total *= PowersOfTen[exponent - fraction.Length];
        if (total > long.MaxValue) return false;

        value = negative ? -(long)total : (long)total;
        return true;
    }

    /// <summary>Writes the exact decimal, without trailing zeros beyond <paramref name="decimalsMin"/>.</summary>
    public static string Format(long value, int exponent, int decimalsMin = 0)
    {
        Span<byte> text = stackalloc byte[FormattedBytesMax];
        return Encoding.ASCII.GetString(text[..Format(value, exponent, text, decimalsMin)]);
    }

    /// <summary>The same as ASCII bytes; returns how many, at most <see cref="FormattedBytesMax"/>.</summary>
    public static int Format(long value, int exponent, Span<byte> destination, int decimalsMin = 0)
    {
        if (value == Absent) return 0;

        var written = 0;
        if (value < 0) destination[written++] = (byte)'-';
        var (whole, fraction) = Math.DivRem((ulong)Math.Abs(value), (ulong)PowersOfTen[exponent]);
        whole.TryFormat(destination[written..], out var digits, default, CultureInfo.InvariantCulture);
        written += digits;
        var decimals = exponent;
        for (; decimals > decimalsMin && fraction % 10 == 0; decimals--) fraction /= 10;
        if (decimals == 0) return written;

        destination[written++] = (byte)'.';
        for (var i = decimals - 1; i >= 0; i--, fraction /= 10)
            destination[written + i] = (byte)('0' + (fraction % 10));
        return written + decimals;
    }

    private static bool TryScaleToMoney(Int128 product, int scaleExponent, out long money)
    {
        if (scaleExponent > MoneyExponent)
            return TryDivideHalfEven(product, PowersOfTen[scaleExponent - MoneyExponent], out money);

        // Scaling up only enlarges it; what does not fit before cannot fit after, and must not wrap around 128 bits.
        money = 0;
        if (product > long.MaxValue || product < -long.MaxValue) return false;

        var scaled = product * PowersOfTen[MoneyExponent - scaleExponent];
        money = (long)scaled;
        return scaled <= long.MaxValue && scaled > long.MinValue;
    }

    // price x quantity is below 2^126; the multiplier would overflow 128 bits only for products that cannot be money.
    private static bool TryNotionalWithMultiplier(Int128 product, long multiplier, int scaleExponent, out long money)
    {
        money = 0;
        var limit = Int128.MaxValue / Math.Max(multiplier, 1);
        if (product > limit || product < -limit) return false;

        return TryDivideHalfEven(product * multiplier, PowersOfTen[scaleExponent], out money);
    }
}
