using System.Globalization;

namespace ControlCli.Output;

/// <summary>Times as ISO 8601 in UTC with nanoseconds: 2013-10-08T13:30:00.000000000Z.</summary>
internal static class IsoTime
{
    private const long NsPerSecond = 1_000_000_000;
    private const int FractionDigits = 9;

    public static string Format(long timeNs)
    {
        var (seconds, ns) = Math.DivRem(timeNs, NsPerSecond);
        if (ns < 0)
        {
            seconds--;
            ns += NsPerSecond;
        }
        var date = DateTime.UnixEpoch.AddSeconds(seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd'T'HH:mm:ss}.{ns:D9}Z");
    }

    /// <summary>
    /// Reads what <see cref="Format"/> writes, and shorter forms: fewer decimals or none. It must end with Z.
    /// </summary>
    public static bool TryParse(string text, out long timeNs)
    {
        timeNs = 0;
        if (text.Length < 2 || text[^1] is not ('Z' or 'z')) return false;

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text[..^1] : text[..point];
        var fraction = point < 0 ? "" : text[(point + 1)..^1];
        if (fraction.Length > FractionDigits || (point >= 0 && fraction.Length == 0)) return false;
        if (!DateTime.TryParseExact(
                whole, ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm"], CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)) return false;

        long ns = 0;
        if (fraction.Length > 0
            && !long.TryParse(
                fraction.PadRight(FractionDigits, '0'), NumberStyles.None, CultureInfo.InvariantCulture,
                out ns)) return false;

        var total = ((Int128)(date - DateTime.UnixEpoch).Ticks * 100) + ns;
        timeNs = (long)total;
        return total == timeNs;
    }
}
