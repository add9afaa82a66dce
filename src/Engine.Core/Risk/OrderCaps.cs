using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>
/// Orders and replacements, and their notional, within a minute and within the account day. The minute slides by
/// seconds: it is the second under way and the sixty before it, so that no sixty seconds exceed the limit.
/// </summary>
internal sealed class OrderCaps(
    StateRegistry registry, StateTable<RiskAccountState> account, StateTable<RiskRatesState> rates)
{
    private const int Seconds = 64; // A power of two.
    private const int SecondsCounted = 61;
    private const long NsPerSecond = 1_000_000_000;

    private readonly StateTable<RiskSecondState> _seconds =
        registry.Add<RiskSecondState>(StateParts.RiskSeconds, version: 1, Seconds);

    /// <summary>Checks one more order over so much money; counts nothing.</summary>
    public RiskCode Check(long notional, in RiskInputs inputs, ref RiskFigures figures)
    {
        Advance(in inputs);
        ref readonly var limits = ref account[0];
        ref readonly var done = ref rates[0];
        var code = figures.Check(
            RiskCode.OrdersPerMinuteLimit, limits.MaxOrdersPerMinute, done.OrdersInMinute + 1);
        if (code != RiskCode.Accepted) return code;

        code = figures.Check(RiskCode.OrdersPerDayLimit, limits.MaxOrdersPerDay, done.OrdersInDay + 1);
        if (code != RiskCode.Accepted) return code;

        // All three are at most a limit or one order: far from overflow only in sum, so it goes through 128 bits.
        code = figures.Check(RiskCode.NotionalPerMinuteLimit, limits.MaxNotionalPerMinute,
            RiskChecks.Clamp((Int128)done.NotionalInMinute + notional));
        return code != RiskCode.Accepted
            ? code
            : figures.Check(RiskCode.NotionalPerDayLimit, limits.MaxNotionalPerDay,
                RiskChecks.Clamp((Int128)done.NotionalInDay + notional));
    }

    /// <summary>Counts an order that passed every check. <see cref="Check"/> came before it.</summary>
    public void Count(long notional)
    {
        ref var done = ref rates.Edit(0);
        done.OrdersInMinute++;
        done.OrdersInDay++;
        done.NotionalInMinute += notional;
        done.NotionalInDay += notional;
        ref var second = ref _seconds.Edit(RowOf(done.Second));
        second.Orders++;
        second.Notional += notional;
    }

    // What is no longer of the minute or the day leaves the sums.
    private void Advance(in RiskInputs inputs)
    {
        if (rates[0].Day != inputs.AccountDay)
        {
            ref var day = ref rates.Edit(0);
            day.Day = inputs.AccountDay;
            day.OrdersInDay = 0;
            day.NotionalInDay = 0;
        }
        var now = inputs.NowNs / NsPerSecond;
        if (now <= rates[0].Second) return; // Engine time never steps back.

        ref var minute = ref rates.Edit(0);
        if (now - minute.Second >= SecondsCounted)
        {
            for (var row = 0; row < Seconds; row++) Clear(row);
            minute.OrdersInMinute = 0;
            minute.NotionalInMinute = 0;
        }
        else
        {
            while (minute.Second < now)
            {
                minute.Second++;
                var row = RowOf(minute.Second - SecondsCounted);
                minute.OrdersInMinute -= _seconds[row].Orders;
                minute.NotionalInMinute -= _seconds[row].Notional;
                Clear(row);
            }
        }
        minute.Second = now;
    }

    private void Clear(int row)
    {
        if (_seconds[row].Orders != 0) _seconds.Edit(row) = default;
    }

    private static int RowOf(long second) => (int)second & (Seconds - 1);
}
