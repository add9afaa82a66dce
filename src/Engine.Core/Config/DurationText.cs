using System.Globalization;

namespace Engine.Core.Config;

/// <summary>Durations as users write them: a whole number and a unit (ns, us, ms, s, m, h, d).</summary>
public static class DurationText
{
    private static readonly (string Unit, long Ns)[] Units =
    [
        ("ns", 1), ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000),
        ("m", 60_000_000_000), ("h", 3_600_000_000_000), ("d", 86_400_000_000_000),
    ];

    public static bool TryParse(string text, out long ns)
    {
        ns = 0;
        if (text == "0") return true;

        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0) return false;

        foreach (var (unit, unitNs) in Units)
        {
            if (!text.AsSpan(digits).SequenceEqual(unit)) continue;
            if (!long
                .TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture,
                    out var count)) return false;
            if (count > long.MaxValue / unitNs) return false;
            ns = count * unitNs;
            return true;
        }
        return false;
    }

    /// <summary>The shortest text that <see cref="TryParse"/> reads back.</summary>
    public static string Format(long ns)
    {
        for (var i = Units.Length - 1; i >= 0; i--)
            if (ns != 0 && ns % Units[i].Ns == 0) return (ns / Units[i].Ns)
                .ToString(CultureInfo.InvariantCulture) + Units[i].Unit;
        return "0";
    }
}
