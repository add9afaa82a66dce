using Engine.Core.Breakers;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.MarketData;
using Engine.Core.Orders;
using Engine.Core.Portfolio;
using Engine.Core.Risk;
using Engine.Core.Strategies;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Everything there is to read of a chain. Valid on the chain's own thread, or when the chain is at rest: other threads
/// look at the follower's chain through the status board.
/// </summary>
public sealed class LogicView
{
    private readonly LogicParts _parts;

    internal LogicView(LogicParts parts) => _parts = parts;

    public ref readonly LogicState State => ref _parts.StateView;

    /// <summary>What commands have left to do.</summary>
    public ref readonly ControlState Control => ref _parts.ControlView;

    /// <summary>What the edges of the process have told and were told.</summary>
    public ref readonly EdgeState Edge => ref _parts.EdgeView;

    /// <summary>Commands that wait for a second person.</summary>
    public ApprovalTable Approvals => _parts.Approvals;

    public MarketView Market => _parts.Market.View;

    public CalendarView Calendar => _parts.Calendar.View;

    public PortfolioView Portfolio => _parts.Portfolio.View;

    /// <summary>Which day of the account it is.</summary>
    public AccountDayView AccountDay => _parts.AccountDays.View;

    public MaintenanceBook Maintenance => _parts.Maintenance;

    public StrategyPositionsView StrategyPositions => _parts.Portfolio.StrategyView;

    /// <summary>Epoch of the newest venue session.</summary>
    public int SessionEpoch => _parts.Orders.SessionEpoch;

    public OrdersView Orders => _parts.Orders.View;

    /// <summary>What the references of this engine's orders begin with.</summary>
    public string EngineId => System.Text.Encoding.ASCII.GetString(_parts.EngineId);

    /// <summary>Orders at the venue that this engine did not send.</summary>
    public ForeignOrdersView ForeignOrders => _parts.Foreign.View;

    /// <summary>What became of executions.</summary>
    public ref readonly ExecutionCountersState Executions => ref _parts.ExecutionCountersView;

    /// <summary>The newest executions, each as it counts now.</summary>
    public ExecutionLedger ExecutionLedger => _parts.Portfolio.Executions;

    /// <summary>Their ids.</summary>
    public ExecutionIdSet ExecutionIds => _parts.ExecutionIds;

    /// <summary>Busts and corrections that wait for their execution.</summary>
    public RestatementPark Parked => _parts.Parked;

    /// <summary>What orders say beyond price and quantity.</summary>
    public OrderTermsView OrderTerms => _parts.OrderTerms.View;

    /// <summary>Stops and targets that the engine holds.</summary>
    public ProtectionsView Protections => _parts.Protections.View;

    /// <summary>Limits that operators have changed.</summary>
    public LimitsOverlay LimitsOverlay => _parts.Overlay;

    /// <summary>Differences between engine and venue, as last compared.</summary>
    public ReconciliationFindings Findings => _parts.Findings;

    public ref readonly ReconciliationReportState Reconciliation => ref _parts.ReconciliationSchedule.Report;

    public ArmingStatus Arming => _parts.Arming.Status;

    public HoldTable Holds => _parts.Holds;

    public RiskGate Risk => _parts.Risk;

    public BreakerBook Breakers => _parts.Breakers;

    /// <summary>What a breaker measures now, in its unit.</summary>
    /// <param name="sample">What it was taken from, where there is a minimum.</param>
    public long MeasureOf(BreakerKind kind, HoldScope scope, int scopeId, out long sample) =>
        _parts.BreakerMeasures.Of(kind, scope, scopeId, State.EngineTimeNs, out sample);

    public IReadOnlyList<StrategyHost> Strategies => _parts.Strategies.Hosts;

    public ref readonly StrategyState Strategy(int strategyId) => ref _parts.Strategies.State(strategyId);

    /// <summary>How far the journal has taken the source of a lane.</summary>
    public ref readonly LaneState Lane(int laneId) => ref _parts.Lanes[laneId];
}
