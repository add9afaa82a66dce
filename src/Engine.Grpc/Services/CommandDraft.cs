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

    /// <summary>The command for the engine.</summary>
    public OperatorCommand For(CommandIssuer issuer) => Verb switch
    {
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
