using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Portfolio;

/// <summary>
/// The days of the account as they were received in <see cref="EventKind.AccountDay"/> inputs, already resolved to UTC:
/// the one that is under way and those to come. It says when a roll is due; what a roll does to the money is for
/// <see cref="PortfolioBook.BeginDay"/>. Readers use <see cref="View"/>.
/// </summary>
public sealed class AccountDayBook
{
    /// <summary>Days to come that are remembered.</summary>
    public const int UpcomingMax = 8;

    private readonly StateTable<AccountDayState> _days; // 0 is under way, from 1 on those to come, in order.

    public AccountDayBook(StateRegistry registry)
    {
        _days = registry.Add<AccountDayState>(StateParts.AccountDays, version: 1, 1 + UpcomingMax);
        View = new AccountDayView(this);
    }

    public AccountDayView View { get; }

    /// <summary>Under way; not known before the first day has begun.</summary>
    public ref readonly AccountDayState Current => ref _days[0];

    /// <summary>
    /// Engine time of the next roll, or of the first day; <see cref="long.MaxValue"/> if nothing is known.
    /// </summary>
    public long NextRollNs
    {
        get
        {
            if (_days[0].IsKnown) return _days[0].EndNs;
            return _days[1].IsKnown ? _days[1].StartNs : long.MaxValue;
        }
    }

    /// <summary>
    /// Takes a day. One that contains the time of now says when the day under way ends; later ones wait for their roll.
    /// The same day again changes nothing; another one replaces what it overlaps, because settings have changed.
    /// </summary>
    public PortfolioCode OnAccountDay(in AccountDayPayload day, long nowNs)
    {
        if (day.EndTimeNs <= day.StartTimeNs || day.EndTimeNs <= 0 || day.Date <= 0) return PortfolioCode.InvalidDay;
        if (day.EndTimeNs <= nowNs) return PortfolioCode.Applied; // Over: it decides nothing any more.

        var isNow = day.StartTimeNs <= nowNs;
        if (!isNow && _days[0].IsKnown && day.StartTimeNs < _days[0].EndNs && _days[0].EndNs != long.MaxValue)
            return PortfolioCode.InvalidDay;

        if (!isNow) return TryInsert(in day);
        RemoveOverlapping(day.StartTimeNs, day.EndTimeNs);
        if (_days[0].EndNs == day.EndTimeNs && _days[0].Date == day.Date) return PortfolioCode.Applied;
        ref var current = ref _days.Edit(0);
        if (!current.IsKnown) current.StartNs = day.StartTimeNs;
        current.EndNs = day.EndTimeNs;
        current.Date = day.Date;
        return PortfolioCode.Applied;
    }

    /// <summary>
    /// The day that contains the time begins, whatever lies between it and the one under way: days in which the engine
    /// saw nothing are not rolled one by one. Only when a roll is due.
    /// </summary>
    public void Begin(long nowNs)
    {
        var next = 0;
        while (next < UpcomingMax && _days[next + 1].IsKnown && _days[next + 1].StartNs <= nowNs) next++;
        var begun = next > 0 && _days[next].EndNs > nowNs
            ? _days[next]
            : new AccountDayState
            {
                StartNs = next > 0 ? _days[next].EndNs : _days[0].EndNs,
                EndNs = next < UpcomingMax && _days[next + 1].IsKnown ? _days[next + 1].StartNs : long.MaxValue,
            };
        for (var i = 0; i < next; i++) RemoveAt(1);
        _days.Edit(0) = begun;
    }

    internal ref readonly AccountDayState At(int index) => ref _days[index];

    private PortfolioCode TryInsert(in AccountDayPayload day)
    {
        for (var i = 1; i <= UpcomingMax; i++)
        {
            ref readonly var known = ref _days[i];
            var isSame = known.StartNs == day.StartTimeNs && known.EndNs == day.EndTimeNs && known.Date == day.Date;
            if (isSame) return PortfolioCode.Applied;
        }
        RemoveOverlapping(day.StartTimeNs, day.EndTimeNs);
        if (_days[UpcomingMax].IsKnown) return PortfolioCode.DaysFull;

        var at = 1;
        while (_days[at].IsKnown && _days[at].StartNs < day.StartTimeNs) at++;
        for (var i = UpcomingMax; i > at; i--)
            if (_days[i - 1].IsKnown) _days.Edit(i) = _days[i - 1];
        _days.Edit(at) = new AccountDayState
        {
            StartNs = day.StartTimeNs,
            EndNs = day.EndTimeNs,
            Date = day.Date,
        };
        // Nobody had said when the day under way ends.
        if (_days[0].EndNs == long.MaxValue) _days.Edit(0).EndNs = _days[1].StartNs;
        return PortfolioCode.Applied;
    }

    private void RemoveOverlapping(long startNs, long endNs)
    {
        for (var i = UpcomingMax; i >= 1; i--)
            if (_days[i].IsKnown && _days[i].StartNs < endNs && _days[i].EndNs > startNs) RemoveAt(i);
    }

    private void RemoveAt(int index)
    {
        for (var i = index; i < UpcomingMax && _days[i].IsKnown; i++) _days.Edit(i) = _days[i + 1];
        if (_days[UpcomingMax].IsKnown) _days.Edit(UpcomingMax) = default;
    }
}
