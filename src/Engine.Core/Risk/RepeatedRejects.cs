using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>
/// Identical intents that were refused for the same reason, by risk or by the venue: after as many as are allowed, one
/// is let through every so often, to find out whether the reason has gone. A set of rows forgets its oldest intent when
/// it is full.
/// </summary>
internal sealed class RepeatedRejects(
    StateRegistry registry, StateTable<RiskAccountState> account, StateTable<RiskRatesState> rates)
{
    public const int Rows = 1_024;

    private const int RowsPerSet = 4;

    private readonly StateTable<RepeatedRejectState> _rejects =
        registry.Add<RepeatedRejectState>(StateParts.RepeatedRejects, version: 1, Rows);

    /// <summary>
    /// True for the limits that asking again does not change by itself. A malformed request, a hold, a closed market, a
    /// stale quote and a rate are named each time: they cost nothing beyond the record, or end by themselves.
    /// </summary>
    public static bool Counts(RiskCode code) => code switch
    {
        RiskCode.OrderQuantityLimit or RiskCode.OrderNotionalLimit or RiskCode.PositionLimit or RiskCode.PriceCollar
            or RiskCode.ShortSelling or RiskCode.Overflow or RiskCode.StrategyPositionLimit
            or RiskCode.StrategyCapitalLimit => true,
        RiskCode.GrossExposureLimit or RiskCode.NetExposureLimit or RiskCode.ConcentrationLimit
            or RiskCode.OpenPositionsLimit or RiskCode.BuyingPower or RiskCode.Restricted or RiskCode.SelfCross => true,
        _ => false,
    };

    public static int ReasonOf(VenueReason reason) => (int)reason + 1;

    /// <summary>
    /// True if the intent must not go on now. The one that may go on as a probe moves the time of the next.
    /// </summary>
    public bool IsBlocked(in IntentKey key, long nowNs, out int count)
    {
        count = 0;
        if (!TryFind(in key, out var row)) return false;

        count = _rejects[row].Count;
        if (count < account[0].MaxIdenticalRejects) return false;
        if (nowNs < _rejects[row].NextProbeNs) return true;

        _rejects.Edit(row).NextProbeNs = nowNs + account[0].RejectProbeNs;
        return false;
    }

    /// <summary>The intent was refused.</summary>
    /// <param name="reason">A risk code, or <see cref="ReasonOf(VenueReason)"/>.</param>
    public void OnRefused(in IntentKey key, int reason, long nowNs)
    {
        if (!TryFind(in key, out var row)) row = Take(in key);
        ref var reject = ref _rejects.Edit(row);
        var isBlocked = reject.Count >= account[0].MaxIdenticalRejects;
        var isSame = reject.Count > 0 && reject.Reason == reason
            && (isBlocked || nowNs - reject.FirstTimeNs <= account[0].RejectWindowNs);
        if (!isSame)
        {
            reject.Count = 0;
            reject.FirstTimeNs = nowNs;
        }
        if (reject.Count < int.MaxValue) reject.Count++;
        reject.Reason = reason;
        reject.NextProbeNs = nowNs + account[0].RejectProbeNs;
    }

    /// <summary>Risk let the intent through: what it refused it for has gone. A venue's reason stays.</summary>
    public void OnLetThrough(in IntentKey key)
    {
        if (TryFind(in key, out var row) && _rejects[row].Reason < 0) _rejects.Edit(row) = default;
    }

    /// <summary>The venue took the intent: nothing is wrong with it any more.</summary>
    public void OnTaken(in IntentKey key)
    {
        if (TryFind(in key, out var row)) _rejects.Edit(row) = default;
    }

    private bool TryFind(in IntentKey key, out int row)
    {
        row = 0;
        if (rates[0].RejectsNoted == 0) return false;

        var first = FirstOf(in key);
        for (row = first; row < first + RowsPerSet; row++)
        {
            ref readonly var reject = ref _rejects[row];
            if (reject.Count > 0 && reject.Head == key.Head && reject.Price == key.Price
                && reject.Quantity == key.Quantity) return true;
        }
        return false;
    }

    private int Take(in IntentKey key)
    {
        rates.Edit(0).RejectsNoted++;
        var first = FirstOf(in key);
        var taken = first;
        for (var row = first; row < first + RowsPerSet; row++)
        {
            if (_rejects[row].Count == 0)
            {
                taken = row;
                break;
            }
            if (_rejects[row].NextProbeNs < _rejects[taken].NextProbeNs) taken = row;
        }
        _rejects.Edit(taken) = new RepeatedRejectState { Head = key.Head, Price = key.Price, Quantity = key.Quantity };
        return taken;
    }

    private static int FirstOf(in IntentKey key) => (int)(key.Hash >> 32) & (Rows - RowsPerSet);
}
