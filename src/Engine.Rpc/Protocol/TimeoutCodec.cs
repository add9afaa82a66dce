using System.Globalization;

namespace Engine.Rpc.Protocol;

/// <summary>
/// The header <c>grpc-timeout</c>: one to eight digits and a unit, <c>H M S m u n</c> from hours to nanoseconds.
/// </summary>
internal static class TimeoutCodec
{
    /// <summary>Timers of .NET take at most 0xFFFFFFFE milliseconds (49 days); later deadlines are watched for so long.
    /// </summary>
    public static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private const int DigitsMax = 8;
    private const long ValueMax = 99_999_999;

    // From fine to coarse, in ticks of 100 ns. Nanoseconds are read but never written: a tick is coarser.
    private static readonly (char Unit, long Ticks)[] Units =
    [
        ('u', TimeSpan.TicksPerMicrosecond),
        ('m', TimeSpan.TicksPerMillisecond),
        ('S', TimeSpan.TicksPerSecond),
        ('M', TimeSpan.TicksPerMinute),
        ('H', TimeSpan.TicksPerHour),
    ];

    /// <summary>The finest unit that holds the value in eight digits, rounded up so that no time is lost.</summary>
    public static string Encode(TimeSpan timeout)
    {
        long ticks = Math.Max(timeout.Ticks, 1);
        if (ticks <= ValueMax / 100)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{ticks * 100}n");
        }

        foreach ((char unit, long unitTicks) in Units)
        {
            long value = ticks / unitTicks + (ticks % unitTicks == 0 ? 0 : 1);
            if (value <= ValueMax)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{ValueMax}H");
    }

    /// <summary>False for anything that is not digits and a unit; the header is then to be ignored.</summary>
    public static bool TryDecode(string? text, out TimeSpan timeout)
    {
        timeout = default;
        if (text is null || text.Length is < 2 or > DigitsMax + 1)
        {
            return false;
        }

        long value = 0;
        foreach (char digit in text.AsSpan(0, text.Length - 1))
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            value = value * 10 + (digit - '0');
        }

        char last = text[^1];
        if (last == 'n')
        {
            timeout = TimeSpan.FromTicks((value + 99) / 100);
            return true;
        }

        foreach ((char unit, long unitTicks) in Units)
        {
            if (unit == last)
            {
                timeout = TimeSpan.FromTicks(value * unitTicks);
                return true;
            }
        }

        return false;
    }
}
