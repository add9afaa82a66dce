using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Breakers;

/// <summary>
/// The state of all breakers and what they count. Whether one trips is decided by the flow, which sees the other books.
/// </summary>
public sealed class BreakerBook
{
    /// <summary>Breakers that exist per strategy, or per instrument: those of that scope, and the manual one.</summary>
    private const int StrategyKinds = 2;

    private const int InstrumentKinds = 4;
    private const int AccountSlots = 16;
    private const int CountWindows = 4;

    private readonly StateTable<BreakerState> _breakers;
    private readonly StateTable<BreakerAccountState> _account;
    private readonly StateTable<BreakerWindowState> _windows;    // Counts first, then one per instrument.
    private readonly StateTable<LossState> _losses;              // By strategy id.
    private readonly int _firstInstrument;
    private BreakerOptions? _options;

    public BreakerBook(StateRegistry registry, EngineLimits limits)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(limits);
        var strategies = limits.StrategiesMax + 1;
        _firstInstrument = AccountSlots + (strategies * StrategyKinds);
        _breakers = registry.Add<BreakerState>(
            StateParts.Breakers, version: 1, _firstInstrument + (limits.InstrumentsMax * InstrumentKinds));
        _account = registry.Add<BreakerAccountState>(StateParts.BreakerAccount, version: 1, capacity: 1);
        _windows = registry.Add<BreakerWindowState>(
            StateParts.BreakerWindows, version: 1, CountWindows + limits.InstrumentsMax);
        _losses = registry.Add<LossState>(StateParts.BreakerLosses, version: 1, strategies);
    }

    public ref readonly BreakerAccountState Account => ref _account[0];

    /// <summary>The settings in force.</summary>
    public BreakerOptions Options =>
        _options ?? throw new InvalidOperationException("Configure the breakers first.");

    public BreakerSettings SettingsOf(BreakerKind kind) => Options.Of(kind);

    /// <summary>Puts settings in force. What was counted and what has tripped stays.</summary>
    public void Configure(BreakerOptions options) => _options = options;

    public ref readonly BreakerState StateOf(BreakerKind kind, HoldScope scope, int scopeId) =>
        ref _breakers[IndexOf(kind, scope, scopeId)];

    public ref BreakerState Edit(BreakerKind kind, HoldScope scope, int scopeId) =>
        ref _breakers.Edit(IndexOf(kind, scope, scopeId));

    public ref BreakerAccountState EditAccount() => ref _account.Edit(0);

    /// <summary>Counts into the window of order rate, reject ratio or error rate.</summary>
    public void Count(BreakerKind kind, long nowNs, long first, long second = 0)
    {
        ref var window = ref _windows.Edit(WindowOf(kind));
        window.MoveTo(nowNs, PartNsOf(kind));
        window.First[(int)window.Newest] += first;
        window.Second[(int)window.Newest] += second;
    }

    /// <summary>Sums over the window of order rate, reject ratio or error rate.</summary>
    public void Sum(BreakerKind kind, long nowNs, out long first, out long second) =>
        _windows[WindowOf(kind)].Sum(nowNs, PartNsOf(kind), out first, out second);

    /// <summary>
    /// Notes the mark of an instrument; false if it lies within what was noted for this time already.
    /// </summary>
    public bool NoteMark(int instrumentId, long price, long nowNs)
    {
        var partNs = PartNsOf(BreakerKind.Volatility);
        ref readonly var known = ref _windows[CountWindows + instrumentId];
        var place = (int)known.Newest;
        if (known.PartNs == partNs && nowNs - known.StartNs < partNs && price >= known.First[place]
            && price <= known.Second[place] && known.First[place] != 0) return false;
        if (price <= 0) return false; // A share of it means nothing.

        ref var window = ref _windows.Edit(CountWindows + instrumentId);
        window.MoveTo(nowNs, partNs);
        place = (int)window.Newest;
        window.First[place] = window.First[place] == 0 ? price : Math.Min(window.First[place], price);
        window.Second[place] = Math.Max(window.Second[place], price);
        return true;
    }

    /// <summary>Lowest and highest mark of an instrument within the window; 0 if there is none.</summary>
    public void Range(int instrumentId, long nowNs, out long lowest, out long highest) =>
        _windows[CountWindows + instrumentId].Range(
            nowNs, PartNsOf(BreakerKind.Volatility), out lowest, out highest);

    /// <summary>Counts what a closing execution of a strategy has brought; those of one order count as one.</summary>
    /// <param name="result">Money: realised profit less the commission.</param>
    public void NoteResult(int strategyId, long orderId, long result)
    {
        ref var losses = ref _losses.Edit(strategyId);
        if (losses.OrderId != orderId)
        {
            losses.OrderId = orderId;
            losses.LossesBefore = losses.Losses;
            losses.Result = 0;
        }
        losses.Result += result;
        losses.Losses = losses.Result < 0 ? losses.LossesBefore + 1 : losses.Result > 0 ? 0 : losses.LossesBefore;
    }

    public long LossesOf(int strategyId) => _losses[strategyId].Losses;

    /// <summary>Begins what a breaker counts anew.</summary>
    public void Clear(BreakerKind kind, int scopeId)
    {
        if (kind == BreakerKind.ConsecutiveLosses) _losses.Edit(scopeId) = default;
        else if (kind == BreakerKind.Volatility) _windows.Edit(CountWindows + scopeId) = default;
        else if (SettingsOf(kind).Definition.HasWindow) _windows.Edit(WindowOf(kind)) = default;
    }

    /// <summary>Tripped breakers that have this hold: two that found no room for their own may share one.</summary>
    public int TrippedOf(int holdId)
    {
        var count = 0;
        for (var i = 0; i < _breakers.Capacity; i++)
            if (_breakers[i].IsTripped && _breakers[i].HoldId == holdId) count++;
        return count;
    }

    private long PartNsOf(BreakerKind kind) => Math.Max(1, SettingsOf(kind).WindowNs / LongBuckets.Count);

    private static int WindowOf(BreakerKind kind) => kind switch
    {
        BreakerKind.OrderRate => 0,
        BreakerKind.RejectRatio => 1,
        _ => 2,
    };

    private int IndexOf(BreakerKind kind, HoldScope scope, int scopeId) => scope switch
    {
        HoldScope.Strategy => AccountSlots + (scopeId * StrategyKinds) + (kind == BreakerKind.Manual ? 1 : 0),
        HoldScope.Instrument => _firstInstrument + (scopeId * InstrumentKinds) + kind switch
        {
            BreakerKind.MarketDataGap => 0,
            BreakerKind.Volatility => 1,
            BreakerKind.ReconciliationDifference => 2,
            _ => 3,
        },
        _ => (int)kind,
    };
}
