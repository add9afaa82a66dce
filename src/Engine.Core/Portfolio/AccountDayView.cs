namespace Engine.Core.Portfolio;

/// <summary>
/// Which day of the account it is, read only. The money of the day is in <see cref="PortfolioView"/>.
/// </summary>
public sealed class AccountDayView
{
    private readonly AccountDayBook _book;

    internal AccountDayView(AccountDayBook book) => _book = book;

    /// <summary>False before the first day has begun: then all that was ever earned counts as of the day.</summary>
    public bool HasBegun => _book.Current.IsKnown;

    /// <summary>yyyymmdd; 0 if it is not known.</summary>
    public int Date => (int)_book.Current.Date;

    /// <summary>Engine time at which the day began by the schedule.</summary>
    public long StartNs => _book.Current.StartNs;

    /// <summary>Engine time of the next roll; <see cref="long.MaxValue"/> if it is not known.</summary>
    public long NextRollNs => _book.NextRollNs;
}
