using ControlCli.Output;

namespace ControlCli.Rows;

/// <summary>The day of the account: which it is, when it rolls, and its figures by currency.</summary>
/// <param name="Date">yyyymmdd; 0 if it is not known.</param>
/// <param name="NextRollNs">0 if it is not known.</param>
/// <param name="Maintenance">The window in force or to come; empty if none is known.</param>
internal sealed record DaysRow(
    int Date, long NextRollNs, string Maintenance, IReadOnlyList<DayRow> Currencies)
{
    public Report AddTo(Report report) => report
        .Field("Account day", "accountDay", Date == 0 ? Cell.Empty : Cell.Whole(Date))
        .Field("Next roll", "nextRoll", Cell.Time(NextRollNs));

    /// <summary>A window in one line.</summary>
    public static string Text(string stage, string window, long startNs, long endNs) =>
        $"{stage}: {window} from {IsoTime.Format(startNs)} to {IsoTime.Format(endNs)}";
}
