using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Risk;

namespace Engine.Core.Replay;

/// <summary>A picture of the engine at one sequence. Money has exponent 8.</summary>
public sealed record EngineStatus
{
    public required long Sequence { get; init; }

    public required long EngineTimeNs { get; init; }

    public required EnginePhase Phase { get; init; }

    public required Permission Permission { get; init; }

    public required long RecordCount { get; init; }

    public required LogicState Counters { get; init; }

    /// <summary>In force, oldest first.</summary>
    public required IReadOnlyList<HoldInForce> Holds { get; init; }

    public required int OpenOrders { get; init; }

    public required int OpenPositions { get; init; }

    /// <summary>Of the first currency, that of the account.</summary>
    public required CurrencyFigures Account { get; init; }

    /// <summary>Working orders whose outcome is not known.</summary>
    public int UnknownOrders { get; init; }

    /// <summary>Null before the first day of the account has begun.</summary>
    public DayFigures? AccountDay { get; init; }

    /// <summary>In force, else the next one; null if none is known.</summary>
    public MaintenanceFigures? Maintenance { get; init; }

    /// <summary>Since when the oldest of them is so, engine time; 0 if there is none.</summary>
    public long OldestUnknownSinceNs { get; init; }

    /// <summary>Orders at the venue that this engine did not send.</summary>
    public int ForeignOrders { get; init; }

    /// <summary>The engine holds a stop or target for something that was executed: a stopped one guards
    /// nothing.</summary>
    public bool IsProtectionHeld { get; init; }

    /// <summary>What became of executions.</summary>
    public ExecutionCountersState Executions { get; init; }

    /// <summary>Busts and corrections that wait for their execution.</summary>
    public int ParkedRestatements { get; init; }

    /// <summary>Lines <c>key=value</c> of the limits that were changed at run time; empty if none were.</summary>
    public string LimitsOverlay { get; init; } = "";

    /// <summary>Of the edges: denied calls, reloads, log level, and why there is no venue session.</summary>
    public EdgeState Edge { get; init; }

    /// <summary>Commands that wait for a second person, oldest first.</summary>
    public IReadOnlyList<WaitingApproval> Approvals { get; init; } = [];

    public ArmingStatus Arming { get; init; }

    /// <summary>In the order of the strategies.</summary>
    public IReadOnlyList<LadderFigures> Ladder { get; init; } = [];

    public IReadOnlyList<int> LadderSteps { get; init; } = [];

    /// <summary>Every breaker, from the start on.</summary>
    public IReadOnlyList<BreakerFigures> Breakers { get; init; } = [];

    /// <summary>In the order in which they came up; the first is that of the account.</summary>
    public IReadOnlyList<CurrencyFigures> Currencies { get; init; } = [];

    public ReconciliationFigures? Reconciliation { get; init; }

    /// <summary>Reads a chain that is at rest on the caller's thread.</summary>
    public static EngineStatus Of(LogicChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var view = chain.View;
        return new EngineStatus
        {
            Sequence = chain.Cursor.LastSequence,
            EngineTimeNs = chain.EngineTimeNs,
            Phase = view.State.Phase,
            Permission = view.Holds.AccountPermission,
            RecordCount = chain.Cursor.RecordCount,
            Counters = view.State,
            Holds = HoldFigures.Of(view.Holds),
            OpenOrders = view.Orders.OpenCount,
            OpenPositions = view.Portfolio.Account.OpenPositions,
            Account = CurrencyFigures.Of(view.Portfolio, 0),
            UnknownOrders = view.Orders.UnknownCount,
            OldestUnknownSinceNs = view.Orders.OldestUnknownSinceNs,
            ForeignOrders = view.ForeignOrders.Count,
            IsProtectionHeld = view.Protections.IsAnyOpen,
            Executions = view.Executions,
            ParkedRestatements = view.Parked.Count,
            AccountDay = DayFigures.Of(view.AccountDay),
            Maintenance = MaintenanceFigures.Of(view.Maintenance),
            Arming = view.Arming,
            Ladder = LadderFigures.Of(view),
            LadderSteps = view.Risk.Ladder.Steps,
            LimitsOverlay = view.LimitsOverlay.Text,
            Reconciliation = ReconciliationFigures.Of(view),
            Breakers = BreakerFigures.OfAll(view),
            Edge = view.Edge,
            Approvals = ApprovalFigures.Of(view.Approvals, chain.EngineTimeNs),
            Currencies = [.. Enumerable.Range(0, view.Portfolio.CurrencyCount)
                .Select(index => CurrencyFigures.Of(view.Portfolio, index))],
        };
    }
}
