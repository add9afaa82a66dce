using Engine.Core.State;

namespace Engine.Core.Gateway;

/// <summary>
/// The differences between engine and venue as the last comparisons left them. One that moves by itself (a report under
/// way) is gone at the next comparison; one that stays the same for two in a row counts.
/// </summary>
public sealed class ReconciliationFindings
{
    /// <summary>Differences that are kept; more of them are one reason to hold the account.</summary>
    public const int FindingsMax = 256;

    /// <summary>Comparisons in a row after which a difference counts.</summary>
    public const int ConfirmationsNeeded = 2;

    private readonly StateTable<FindingState> _findings;
    private readonly FindingState[] _next = new FindingState[FindingsMax];
    private int _count; // Derived from the table.

    public ReconciliationFindings(StateRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _findings = registry.Add<FindingState>(StateParts.ReconciliationFindings, 1, FindingsMax);
        registry.OnRestored(Recount);
    }

    public int Count => _count;

    /// <summary>True if the last comparison found more than there is room for.</summary>
    public bool IsOverfull { get; private set; }

    public ref readonly FindingState this[int index] => ref _findings[index];

    /// <summary>Index of a finding, or -1.</summary>
    public int IndexOf(ReconciliationKind kind, long id)
    {
        for (var i = 0; i < _count; i++)
            if (_findings[i].Kind == kind && _findings[i].Id == id) return i;
        return -1;
    }

    /// <summary>
    /// Takes in what a comparison found. What it could not compare stays as it was; what it compared and did not find
    /// is gone.
    /// </summary>
    /// <param name="instruments">Instrument of each difference, -1 for none.</param>
    public void Note(
        Reconciler reconciler, in EngineAccountView engine, ReadOnlySpan<int> instruments, long nowNs)
    {
        ArgumentNullException.ThrowIfNull(reconciler);
        var differences = reconciler.Differences;
        var count = 0;
        IsOverfull = differences.Length > FindingsMax;
        for (var i = 0; i < differences.Length && count < FindingsMax; i++)
            _next[count++] = FindingOf(in differences[i], instruments[i], nowNs);
        for (var i = 0; i < _count && count < FindingsMax; i++)
        {
            ref readonly var old = ref _findings[i];
            if (!reconciler.Covers(old.Kind, old.InstrumentId, in engine)) _next[count++] = old;
        }
        Replace(count);
    }

    /// <summary>It has been corrected.</summary>
    public void Remove(ReconciliationKind kind, long id)
    {
        var count = 0;
        for (var i = 0; i < _count; i++)
            if (_findings[i].Kind != kind || _findings[i].Id != id) _next[count++] = _findings[i];
        Replace(count);
    }

    private FindingState FindingOf(in ReconciliationDifference difference, int instrumentId, long nowNs)
    {
        var finding = new FindingState
        {
            Kind = difference.Kind,
            Id = difference.Id,
            Engine = difference.Engine,
            Venue = difference.Venue,
            Confirmations = 1,
            FirstSeenNs = nowNs,
            LastSeenNs = nowNs,
            InstrumentId = instrumentId,
            BasisPoints = difference.BasisPoints,
        };
        if (IndexOf(difference.Kind, difference.Id) is var index and >= 0)
        {
            ref readonly var old = ref _findings[index];
            if ((Int128)old.Venue - old.Engine == (Int128)finding.Venue - finding.Engine)
            {
                finding.Confirmations = Math.Min(old.Confirmations, int.MaxValue - 1) + 1;
                finding.FirstSeenNs = old.FirstSeenNs;
            }
        }
        return finding;
    }

    private void Replace(int count)
    {
        for (var i = 0; i < count; i++) _findings.Edit(i) = _next[i];
        for (var i = count; i < _count; i++) _findings.Edit(i) = default;
        _count = count;
    }

    private void Recount()
    {
        _count = 0;
        while (_count < FindingsMax && _findings[_count].Kind != ReconciliationKind.None) _count++;
    }
}
