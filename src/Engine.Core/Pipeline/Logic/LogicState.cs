using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// What the logic chain itself remembers. It holds nothing that tells an interrupted run from an uninterrupted one
/// (sequences, epochs), so that both end with the same state hash.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 200)]
public struct LogicState
{
    [FieldOffset(0)] public long EngineTimeNs;
    [FieldOffset(8)] public Sha256Text ConfigSha256;
    [FieldOffset(40)] public EngineMode Mode;
    [FieldOffset(41)] public EnginePhase Phase;
    [FieldOffset(42)] public StopMode StopMode;
    [FieldOffset(43)] public PendingWork PendingWork;

    /// <summary>Which reconciliation queries are still unanswered, a bit per <see cref="QueryKind"/>.</summary>
    [FieldOffset(44)] public int OpenQueries;

    /// <summary>Order id at which the lifecycle's pending sweep over working orders goes on.</summary>
    [FieldOffset(48)] public long SweepOrderId;

    [FieldOffset(56)] public long QueryId;
    [FieldOffset(64)] public long LastVenueEventId;

    [FieldOffset(72)] public long QuoteCount;
    [FieldOffset(80)] public long TradeCount;
    [FieldOffset(88)] public long BarCount;
    [FieldOffset(96)] public long SignalCount;
    [FieldOffset(104)] public long OrderCount;
    [FieldOffset(112)] public long DeniedCount;
    [FieldOffset(120)] public long CancelCount;
    [FieldOffset(128)] public long ReplaceCount;
    [FieldOffset(136)] public long ExecutionCount;
    [FieldOffset(144)] public long FilledOrderCount;
    [FieldOffset(152)] public long VenueRejectCount;
    [FieldOffset(160)] public long AnomalyCount;
    [FieldOffset(168)] public long RefusedInputCount;
    [FieldOffset(176)] public long ConflatedQuoteCount;

    /// <summary>
    /// 1 once the market-data sources of this run were started (0 again at the next start, backtests excepted).
    /// </summary>
    [FieldOffset(184)] public int IsMarketDataStarted;

    /// <summary>1 while the venue's view has been compared since the last connection.</summary>
    [FieldOffset(188)] public int IsReconciled;

    /// <summary>Order id at which the reconciliation's pending sweep goes on: it may run beside a cancel-all.</summary>
    [FieldOffset(192)] public long ReconcileOrderId;
}
