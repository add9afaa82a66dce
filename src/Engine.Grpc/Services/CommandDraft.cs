using Engine.Core.Control;
using Engine.Core.Events;

namespace Engine.Grpc.Services;

/// <summary>A command that a caller asks for, names already found, before anybody stands for it.</summary>
internal sealed record CommandDraft(OperatorVerb Verb, HoldScope Scope, int ScopeId)
{
    public CancelPolicy CancelPolicy { get; init; }

    /// <summary>Of a cancel of one order; 0 if none is meant.</summary>
    public long OrderId { get; init; }

    /// <summary>Of a cancel of what the principal has submitted himself.</summary>
    public bool IsMine { get; init; }

    /// <summary>Of an order; the scope is its instrument.</summary>
    public OrderPayload Order { get; init; }

    public OrderTermsPayload Terms { get; init; }

    public bool IsReduceOnly { get; init; }

    /// <summary>Of a release, or of an order in spite of it; 0 if none is meant.</summary>
    public int HoldId { get; init; }

    /// <summary>Of a change of limits: lines, and the hash of the plan that was looked at.</summary>
    public string Changes { get; init; } = "";

    public ulong PlanHigh { get; init; }

    public ulong PlanLow { get; init; }

    /// <summary>Of a flow of cash.</summary>
    public CashFlowKind FlowKind { get; init; }

    /// <summary>Above 0, with exponent 8.</summary>
    public long CashAmount { get; init; }

    public string Currency { get; init; } = "";

    /// <summary>Of a resolution: how the order ended, at what price, and where that is seen.</summary>
    public OrderStatus Status { get; init; }

    public long Price { get; init; } = FixedPoint.Absent;

    public string Evidence { get; init; } = "";

    /// <summary>Of an adoption.</summary>
    public long VenueOrderId { get; init; }

    /// <summary>Of an attribution.</summary>
    public string ExecutionId { get; init; } = "";

    /// <summary>Of a step on the size ladder.</summary>
    public int PerTenThousand { get; init; }

    /// <summary>That an operator means to arm.</summary>
    public string Account { get; init; } = "";

    /// <summary>Of a trip or a reset.</summary>
    public BreakerKind Breaker { get; init; }

    public bool SetsBaseline { get; init; }

    /// <summary>Of an adoption; the scope is its instrument.</summary>
    public AdoptCommandPayload Adoption { get; init; }

    /// <summary>Of a stop.</summary>
    public StopMode StopMode { get; init; }

    public bool AcceptsHeldProtection { get; init; }

    /// <summary>Of a log level.</summary>
    public LogVerbosity LogLevel { get; init; }

    /// <summary>What another principal has given, if this is to approve it; null otherwise.</summary>
    public JournaledCommand? Waiting { get; init; }

    /// <summary>The approval of a command, described as the command is.</summary>
    public static CommandDraft Of(JournaledCommand waiting)
    {
        var head = waiting.Head;
        CommandVerbs.TryOf(in head, out var verb);
        var ofCancel = head.Kind is EventKind.CancelCommanded or EventKind.FlattenCommanded;
        var ofHold = head.Kind is EventKind.HoldCommanded or EventKind.ReleaseCommanded;
        var ofBreaker = head.Kind is EventKind.BreakerTripCommanded or EventKind.BreakerResetCommanded;
        var (scope, id) = ofCancel ? (head.Cancel.Scope, head.Cancel.ScopeId)
            : ofHold ? (head.Command.Scope, head.Command.ScopeId)
            : ofBreaker ? (head.BreakerCommand.Scope, head.BreakerCommand.ScopeId)
            : head.Kind == EventKind.SizeFactorCommanded ? (HoldScope.Strategy, head.SizeFactor.StrategyId)
            : (HoldScope.Account, 0);
        return new CommandDraft(verb, scope, id)
        {
            CancelPolicy = ofHold ? head.Command.CancelPolicy : CancelPolicy.None,
            OrderId = ofCancel ? head.Cancel.OrderId : 0,
            IsMine = ofCancel && head.Cancel.IsMine != 0,
            HoldId = head.Kind == EventKind.ReleaseCommanded ? head.Command.TargetId : 0,
            StopMode = head.Kind == EventKind.StopCommanded ? head.Command.StopMode : StopMode.None,
            AcceptsHeldProtection = head.Kind == EventKind.StopCommanded && head.Command.AcceptsHeldProtection != 0,
            PerTenThousand = head.Kind == EventKind.SizeFactorCommanded ? head.SizeFactor.PerTenThousand : 0,
            Breaker = ofBreaker ? head.BreakerCommand.Breaker : default,
            SetsBaseline = ofBreaker && head.BreakerCommand.SetsBaseline != 0,
            LogLevel = head.Kind == EventKind.LogLevelCommanded ? head.LogLevel.Level : LogVerbosity.None,
            Waiting = waiting,
        };
    }

    /// <summary>The command for the engine.</summary>
    public OperatorCommand For(CommandIssuer issuer) => Verb switch
    {
        _ when Waiting is not null => OperatorCommand.Approve(issuer, Waiting),
        OperatorVerb.LogLevel => OperatorCommand.SetLogLevel(issuer, LogLevel),
        OperatorVerb.Pause => OperatorCommand.Pause(issuer, Scope, ScopeId),
        OperatorVerb.Resume => OperatorCommand.Resume(issuer, Scope, ScopeId),
        OperatorVerb.Halt => OperatorCommand.Halt(issuer, Scope, ScopeId, CancelPolicy),
        OperatorVerb.Release => OperatorCommand.Release(issuer, HoldId),
        OperatorVerb.Flatten => OperatorCommand.Flatten(issuer, Scope == HoldScope.Account ? -1 : ScopeId),
        OperatorVerb.Submit => OperatorCommand.Submit(issuer, ScopeId, Order, IsReduceOnly, HoldId, Terms),
        OperatorVerb.Reconcile => OperatorCommand.Reconcile(issuer),
        OperatorVerb.Snapshot => OperatorCommand.Snapshot(issuer),
        OperatorVerb.SetSizeFactor => OperatorCommand.SetSizeFactor(issuer, ScopeId, PerTenThousand),
        OperatorVerb.Arm => OperatorCommand.Arm(issuer, Account),
        OperatorVerb.Disarm => OperatorCommand.Disarm(issuer),
        OperatorVerb.Rotate => OperatorCommand.Rotate(issuer),
        OperatorVerb.ChangeLimits => OperatorCommand.ChangeLimits(issuer, Changes, PlanHigh, PlanLow),
        OperatorVerb.AcceptLimits => OperatorCommand.AcceptLimits(issuer),
        OperatorVerb.MoveCash => OperatorCommand.MoveCash(issuer, FlowKind, Currency, CashAmount),
        OperatorVerb.ResolveOrder => OperatorCommand.ResolveOrder(issuer, OrderId, Status, Price, Evidence),
        OperatorVerb.AdoptOrder => OperatorCommand.AdoptOrder(issuer, VenueOrderId),
        OperatorVerb.AttributeExecution => OperatorCommand.AttributeExecution(issuer, ExecutionId, OrderId),
        OperatorVerb.TripBreaker => OperatorCommand.TripBreaker(issuer, Breaker, Scope, ScopeId),
        OperatorVerb.ResetBreaker => OperatorCommand.ResetBreaker(issuer, Breaker, Scope, ScopeId, SetsBaseline),
        OperatorVerb.Stop => OperatorCommand.Stop(issuer, StopMode, AcceptsHeldProtection),
        OperatorVerb.AdoptPosition => Adoption.IsCash != 0
            ? OperatorCommand.AdoptCash(issuer, ScopeId, Adoption.VenueFigure)
            : OperatorCommand.AdoptPosition(issuer, ScopeId, Adoption.VenueFigure, Adoption.CostPrice),
        _ when OrderId != 0 => OperatorCommand.CancelOrder(issuer, OrderId),
        _ when IsMine => OperatorCommand.CancelMine(issuer),
        _ when Scope == HoldScope.Account => OperatorCommand.CancelAll(issuer),
        _ => OperatorCommand.Cancel(issuer, Scope, ScopeId),
    };
}
