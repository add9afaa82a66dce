using System.Globalization;
using ControlCli.Output;

namespace ControlCli.Journals;

/// <summary>A point in a journal: behind the group of a sequence, behind all groups up to a time, or the end.</summary>
internal readonly record struct JournalPlace(long Sequence, long TimeNs)
{
    public static JournalPlace End { get; } = new(long.MaxValue, long.MaxValue);

    public bool IsEnd => this == End;

    public static bool TryParse(string text, out JournalPlace place)
    {
        place = End;
        if (string.Equals(text, "end", StringComparison.OrdinalIgnoreCase)) return true;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            place = End with { Sequence = sequence };
            return sequence is >= 1 and < long.MaxValue;
        }
        if (!IsoTime.TryParse(text, out var timeNs)) return false;

        place = End with { TimeNs = timeNs };
        return true;
    }
}
