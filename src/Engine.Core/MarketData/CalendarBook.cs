using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.MarketData;

/// <summary>
/// Trading sessions as they were received in <see cref="EventKind.CalendarDay"/> inputs, already resolved to UTC.
/// Calendar 0 is always open; another calendar is closed wherever no session is known. Readers use <see cref="View"/>.
/// </summary>
public sealed class CalendarBook
{
    /// <summary>A full table gives up sessions that are older than this, so that an engine may run for years.</summary>
    private const long KeptNs = 60 * 86_400_000_000_000;

    private readonly StateTable<CalendarDayState> _days;
    private readonly int[] _order;    // Derived: indices of _days, sorted by calendar and opening time.
    private int _count;               // Derived: sessions fill the table from the front.

    public CalendarBook(StateRegistry registry, EngineLimits limits)
    {
        _days = registry.Add<CalendarDayState>(StateParts.CalendarDays, 1, limits.CalendarDaysMax);
        _order = new int[limits.CalendarDaysMax];
        View = new CalendarView(this);
        registry.OnRestored(Rebuild);
    }

    public CalendarView View { get; }

    public int SessionCount => _count;

    /// <summary>Adds a session. The same session again is accepted and changes nothing.</summary>
    public MarketCode OnCalendarDay(in CalendarDayPayload day)
    {
        if (day.CalendarId <= 0 || day.CloseTimeNs <= day.OpenTimeNs) return MarketCode.InvalidSession;

        // Sessions of a calendar do not overlap, so only the neighbours in order of opening can be in the way.
        var position = FirstAfter(day.CalendarId, day.OpenTimeNs);
        if (position > 0 && IsSame(in SessionAt(position - 1), in day)) return MarketCode.Accepted;
        if (position > 0 && Collides(in SessionAt(position - 1), in day)) return MarketCode.SessionDiffers;
        if (position < _count && Collides(in SessionAt(position), in day)) return MarketCode.SessionDiffers;
        var index = _count;
        if (index == _days.Capacity)
        {
            index = Oldest();
            if (_days[index].CloseTimeNs > day.OpenTimeNs - KeptNs) return MarketCode.CalendarTableFull;
            Forget(index);
            position = FirstAfter(day.CalendarId, day.OpenTimeNs);
        }
        ref var added = ref _days.Edit(index);
        added.CalendarId = day.CalendarId;
        added.Date = day.Date;
        added.OpenTimeNs = day.OpenTimeNs;
        added.CloseTimeNs = day.CloseTimeNs;
        added.IsEarlyClose = day.IsEarlyClose;
        Insert(position, index);
        return MarketCode.Accepted;
    }

    internal bool TryFindSession(int calendarId, long timeNs, out CalendarDayState session)
    {
        session = default;
        var position = FirstAfter(calendarId, timeNs);
        if (position > 0)
        {
            ref readonly var before = ref SessionAt(position - 1);
            if (before.CalendarId == calendarId && timeNs < before.CloseTimeNs)
            {
                session = before;
                return true;
            }
        }
        if (position == _count || SessionAt(position).CalendarId != calendarId) return false;

        session = SessionAt(position);
        return true;
    }

    private static bool IsSame(in CalendarDayState known, in CalendarDayPayload day) =>
        known.CalendarId == day.CalendarId && known.Date == day.Date && known.OpenTimeNs == day.OpenTimeNs
        && known.CloseTimeNs == day.CloseTimeNs && known.IsEarlyClose == day.IsEarlyClose;

    private static bool Collides(in CalendarDayState known, in CalendarDayPayload day) =>
        known.CalendarId == day.CalendarId
        && (known.Date == day.Date || (known.OpenTimeNs < day.CloseTimeNs && day.OpenTimeNs < known.CloseTimeNs));

    private ref readonly CalendarDayState SessionAt(int position) => ref _days[_order[position]];

    /// <summary>Position of the first session of this or a later calendar that opens after the time.</summary>
    private int FirstAfter(int calendarId, long timeNs)
    {
        var low = 0;
        var high = _count;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            ref readonly var session = ref SessionAt(middle);
            var isAfter = session.CalendarId != calendarId
                ? session.CalendarId > calendarId
                : session.OpenTimeNs > timeNs;
            if (isAfter) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private int Oldest()
    {
        var oldest = 0;
        for (var i = 1; i < _count; i++)
            if (_days[i].CloseTimeNs < _days[oldest].CloseTimeNs) oldest = i;
        return oldest;
    }

    private void Forget(int index)
    {
        var position = Array.IndexOf(_order, index, 0, _count);
        _count--;
        Array.Copy(_order, position + 1, _order, position, _count - position);
    }

    private void Insert(int position, int index)
    {
        Array.Copy(_order, position, _order, position + 1, _count - position);
        _order[position] = index;
        _count++;
    }

    private void Rebuild()
    {
        _count = 0;
        while (_count < _days.Capacity && _days[_count].CalendarId != 0)
        {
            ref readonly var day = ref _days[_count];
            Insert(FirstAfter(day.CalendarId, day.OpenTimeNs), _count);
        }
    }
}
