using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>A command before it is journaled. Made by the factory methods, one per command.</summary>
public sealed record OperatorCommand
{
    private OperatorCommand(CommandIssuer issuer, EngineEvent head)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        Issuer = issuer;
        Head = head;
    }

    public CommandIssuer Issuer { get; }

    public EventKind Kind => Head.Kind;

    /// <summary>The head record, names and reason not yet filled in.</summary>
    internal EngineEvent Head { get; }

    /// <summary>No new exposure in the scope until it is resumed.</summary>
    public static OperatorCommand Pause(CommandIssuer issuer, HoldScope scope = HoldScope.Account, int scopeId = 0) =>
        Hold(issuer, scope, scopeId, Permission.Reducing);

    /// <summary>Nothing but cancels, protective legs and emergency exits in the scope until it is resumed.</summary>
    /// <param name="policy">What becomes of the orders that work already.</param>
    public static OperatorCommand Halt(
        CommandIssuer issuer, HoldScope scope = HoldScope.Account, int scopeId = 0,
        CancelPolicy policy = CancelPolicy.Opening) =>
        Hold(issuer, scope, scopeId, Permission.Halted, policy);

    /// <summary>Releases the operator's own holds of the scope, and no other.</summary>
    public static OperatorCommand Resume(CommandIssuer issuer, HoldScope scope = HoldScope.Account, int scopeId = 0)
    {
        var head = New(EventKind.ReleaseCommanded);
        head.Command.Scope = scope;
        head.Command.ScopeId = scopeId;
        return new OperatorCommand(issuer, head);
    }

    /// <summary>Releases one hold by its id.</summary>
    public static OperatorCommand Release(CommandIssuer issuer, int holdId)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(holdId);
        var head = New(EventKind.ReleaseCommanded);
        head.Command.TargetId = holdId;
        return new OperatorCommand(issuer, head);
    }

    /// <summary>Cancels every working order of the account.</summary>
    public static OperatorCommand CancelAll(CommandIssuer issuer) => new(issuer, New(EventKind.CancelAllCommanded));

    /// <summary>Cancels one working order, whoever submitted it.</summary>
    public static OperatorCommand CancelOrder(CommandIssuer issuer, long orderId)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(orderId);
        var head = New(EventKind.CancelCommanded);
        head.Cancel.OrderId = orderId;
        return new OperatorCommand(issuer, head);
    }

    /// <summary>Cancels every working order of a strategy, an instrument or the account.</summary>
    public static OperatorCommand Cancel(CommandIssuer issuer, HoldScope scope, int scopeId)
    {
        var head = New(EventKind.CancelCommanded);
        head.Cancel.Scope = scope;
        head.Cancel.ScopeId = scopeId;
        return new OperatorCommand(issuer, head);
    }

    /// <summary>Cancels the working orders that this principal has submitted himself.</summary>
    public static OperatorCommand CancelMine(CommandIssuer issuer)
    {
        var head = New(EventKind.CancelCommanded);
        head.Cancel.Scope = HoldScope.Account;
        head.Cancel.IsMine = 1;
        return new OperatorCommand(issuer, head);
    }

    /// <summary>
    /// Cancels the working orders of an instrument or of the account, closes what is held, and halts the scope.
    /// </summary>
    /// <param name="instrumentId">-1 for everything that this engine holds.</param>
    public static OperatorCommand Flatten(CommandIssuer issuer, int instrumentId = -1)
    {
        var head = New(EventKind.FlattenCommanded);
        head.Cancel.Scope = instrumentId < 0 ? HoldScope.Account : HoldScope.Instrument;
        head.Cancel.ScopeId = Math.Max(0, instrumentId);
        return new OperatorCommand(issuer, head);
    }

    public static OperatorCommand Stop(CommandIssuer issuer, StopMode mode)
    {
        var head = New(EventKind.StopCommanded);
        head.Command.StopMode = mode;
        return new OperatorCommand(issuer, head);
    }

    private static OperatorCommand Hold(
        CommandIssuer issuer, HoldScope scope, int scopeId, Permission permission,
        CancelPolicy policy = CancelPolicy.None)
    {
        var head = New(EventKind.HoldCommanded);
        head.Command.Scope = scope;
        head.Command.ScopeId = scopeId;
        head.Command.HoldKind = HoldKind.Operator;
        head.Command.Permission = permission;
        head.Command.CancelPolicy = policy;
        return new OperatorCommand(issuer, head);
    }

    private static EngineEvent New(EventKind kind) =>
        new() { Kind = kind, InstrumentId = -1, SchemaVersion = EngineEvent.CurrentSchemaVersion };
}
