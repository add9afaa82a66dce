using System.Globalization;
using Engine.Core.Events;

namespace Engine.Core.Time;

/// <summary>
/// The sessions of one exchange from a CSV file (<c>date,open_ts_ns,close_ts_ns,early_close</c>, times in UTC).
/// </summary>
public sealed class TradingCalendar : ISessionCalendar
{
    private const string Header = "date,open_ts_ns,close_ts_ns,early_close";

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private readonly CalendarDayPayload[] _days;

    private TradingCalendar(CalendarDayPayload[] days) => _days = days;

    public int SessionCount => _days.Length;

    /// <exception cref="CalendarFileException">The file cannot be read, or a line is wrong.</exception>
    public static TradingCalendar Load(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CalendarFileException(path, 0, e.Message, "check that the file exists and may be read", e);
        }
        if (lines.Length == 0 || lines[0] != Header)
            throw new CalendarFileException(path, 1, "unknown header", $"the first line must be '{Header}'");

        var days = new CalendarDayPayload[lines.Length - 1];
        for (var i = 1; i < lines.Length; i++)
        {
            if (!TryParse(lines[i], out days[i - 1]))
            {
                throw new CalendarFileException(path, i + 1, $"'{lines[i]}' is no session",
                    "give date as yyyymmdd, open and close in nanoseconds, and 0 or 1");
            }
            if (i > 1 && days[i - 1].OpenTimeNs < days[i - 2].CloseTimeNs)
                throw new CalendarFileException(path, i + 1, "the session opens before the one above closes",
                    "sort the file");
        }
        return new TradingCalendar(days);
    }

    public bool TryFindAfter(long timeNs, out CalendarDayPayload session)
    {
        var low = 0;
        var high = _days.Length;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_days[middle].CloseTimeNs > timeNs) high = middle;
            else low = middle + 1;
        }
        session = low < _days.Length ? _days[low] : default;
        return low < _days.Length;
    }

    private static bool TryParse(string line, out CalendarDayPayload day)
    {
        day = default;
        var fields = line.Split(',');
        if (fields.Length != 4 || fields[0].Length != 8 || fields[3] is not ("0" or "1")) return false;
        if (!DateOnly.TryParseExact(fields[0], "yyyyMMdd", Culture, DateTimeStyles.None, out var date)) return false;
        if (!long.TryParse(fields[1], NumberStyles.None, Culture, out day.OpenTimeNs)) return false;
        if (!long.TryParse(fields[2], NumberStyles.None, Culture, out day.CloseTimeNs)) return false;

        day.Date = (date.Year * 10_000) + (date.Month * 100) + date.Day;
        day.IsEarlyClose = fields[3] == "1" ? (byte)1 : (byte)0;
        return day.CloseTimeNs > day.OpenTimeNs;
    }
}
