using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>A command before it is journaled. Made by the factory methods, one per command.</summary>
public sealed record OperatorCommand
{
    /// <summary>All of what a strategy asks for, in parts of ten thousand.</summary>
    public const int SizeFactorMax = 10_000;

    private OperatorCommand(CommandIssuer issuer, EngineEvent head)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        Issuer = issuer;
        Head = head;
    }

    public CommandIssuer Issuer { get; }

    public EventKind Kind => Head.Kind;

    /// <summary>Text that belongs to what is asked for; empty for most commands.</summary>
    public string Body { get; private init; } = "";

    /// <summary>It only approves what another principal has given.</summary>
    public bool IsApproval { get; private init; }

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

    /// <summary>An order of the operator's own, through risk like any other.</summary>
    /// <param name="order">Side, type, time in force, quantity, limit price (absent for a market order).</param>
    /// <param name="isReduceOnly">Refused if it could do more than reduce the position.</param>
    /// <param name="holdId">A hold that an administrator names to reduce in spite of it; 0 for none.</param>
    public static OperatorCommand Submit(
        CommandIssuer issuer, int instrumentId, in OrderPayload order, bool isReduceOnly = false, int holdId = 0,
        OrderTermsPayload terms = default)
    {
        var head = New(EventKind.OrderCommanded);
        head.InstrumentId = instrumentId;
        head.OrderCommand = new OrderCommandPayload
        {
            LimitPrice = order.LimitPrice,
            Quantity = order.Quantity,
            Side = order.Side,
            Type = order.Type,
            TimeInForce = order.TimeInForce,
            IsReduceOnly = isReduceOnly ? (byte)1 : (byte)0,
            HoldId = holdId,
            StopPrice = terms.StopPrice,
            TrailPrice = terms.TrailPrice,
            ExpireTimeNs = terms.ExpireTimeNs,
            OcoGroup = terms.OcoGroup,
            ProtectStopPrice = terms.ProtectStopPrice,
            ProtectTargetPrice = terms.ProtectTargetPrice,
            ProtectTrailPrice = terms.ProtectTrailPrice,
            TrailBps = terms.TrailBps,
            ProtectTrailBps = terms.ProtectTrailBps,
        };
        return new OperatorCommand(issuer, head);
    }

    /// <summary>Asks the venue for orders, executions and positions, and compares.</summary>
    public static OperatorCommand Reconcile(CommandIssuer issuer) => new(issuer, New(EventKind.ReconcileCommanded));

    /// <summary>Writes a snapshot as soon as the follower has read the command.</summary>
    public static OperatorCommand Snapshot(CommandIssuer issuer) => new(issuer, New(EventKind.SnapshotCommanded));

    /// <summary>Ends the current segment of the journal with the group of this command.</summary>
    public static OperatorCommand Rotate(CommandIssuer issuer) => new(issuer, New(EventKind.RotateCommanded));

    /// <summary>Lets build and configuration as they are trade the account. For an administrator.</summary>
    /// <param name="account">As the operator knows it; another than that of the journal is refused.</param>
    public static OperatorCommand Arm(CommandIssuer issuer, string account)
    {
        ArgumentException.ThrowIfNullOrEmpty(account);
        if (account.Length > AsciiText32.SizeInBytes || account.Any(c => c is < ' ' or > '~'))
        {
            throw new ArgumentException(
                $"Account '{account}': give 1 to {AsciiText32.SizeInBytes} printable ASCII characters.");
        }
        var head = New(EventKind.ArmCommanded);
        head.Arm.Account = AsciiText32.From(account);
        return new OperatorCommand(issuer, head);
    }

    /// <summary>Nothing leaves any more, cancels included, until an administrator arms the account again.</summary>
    public static OperatorCommand Disarm(CommandIssuer issuer) => new(issuer, New(EventKind.DisarmCommanded));

    /// <summary>Opens so much of what a strategy asks for. More than before needs an administrator.</summary>
    /// <param name="perTenThousand">A step of the ladder, or 0.</param>
    public static OperatorCommand SetSizeFactor(CommandIssuer issuer, int strategyId, int perTenThousand)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(strategyId);
        ArgumentOutOfRangeException.ThrowIfNegative(perTenThousand);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perTenThousand, SizeFactorMax);
        var head = New(EventKind.SizeFactorCommanded);
        head.SizeFactor.StrategyId = strategyId;
        head.SizeFactor.PerTenThousand = perTenThousand;
        return new OperatorCommand(issuer, head);
    }

    /// <summary>
    /// Changes limits. Preview it to see the plan and its hash; apply it with that hash. Loosening needs an
    /// administrator.
    /// </summary>
    /// <param name="changes">Lines <c>risk...=value</c>; the value - goes back to that of the file.</param>
    public static OperatorCommand ChangeLimits(CommandIssuer issuer, string changes, ulong planHigh, ulong planLow)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(changes);
        if (changes.Length > CommandRecords.BodyCharactersMax || changes.Any(c => c is (< ' ' or > '~') and not '\n'))
        {
            throw new ArgumentException(
                $"Changes of {changes.Length} characters: give at most {CommandRecords.BodyCharactersMax}, in lines of "
                + "printable ASCII.");
        }
        var head = New(EventKind.LimitsCommanded);
        head.Limits.PlanHigh = planHigh;
        head.Limits.PlanLow = planLow;
        return new OperatorCommand(issuer, head) { Body = changes };
    }

    /// <summary>Lets the overlay go on over the limits of the file as they are now.</summary>
    public static OperatorCommand AcceptLimits(CommandIssuer issuer) =>
        new(issuer, New(EventKind.LimitsAcceptCommanded));

    /// <summary>Books money that came into the account or left it without a trade.</summary>
    /// <param name="currency">ISO 4217; 1 to 8 ASCII characters.</param>
    /// <param name="amount">Above 0, with exponent 8; the kind says the direction.</param>
    public static OperatorCommand MoveCash(CommandIssuer issuer, CashFlowKind kind, string currency, long amount)
    {
        var head = New(EventKind.CashFlowCommanded);
        head.CashFlow.FlowKind = kind;
        head.CashFlow.Currency = AsciiText8.From(currency);
        head.CashFlow.CashAmount = amount;
        return new OperatorCommand(issuer, head);
    }

    /// <summary>Ends an Unknown order by what the operator knows of it.</summary>
    /// <param name="status">Filled, Canceled or Rejected.</param>
    /// <param name="price">
    /// As filled: of the quantity for which no execution came, with exponent 9; <see cref="FixedPoint.Absent"/> if none
    /// is missing.
    /// </param>
    /// <param name="evidence">Where it is seen: a statement, a call, a screen. Goes into the journal.</param>
    public static OperatorCommand ResolveOrder(
        CommandIssuer issuer, long orderId, OrderStatus status, long price, string evidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(orderId);
        ArgumentException.ThrowIfNullOrWhiteSpace(evidence);
        if (evidence.Length > CommandRecords.EvidenceCharactersMax || evidence.Any(c => c is < ' ' or > '~'))
        {
            throw new ArgumentException(
                $"Evidence of {evidence.Length} characters: give at most {CommandRecords.EvidenceCharactersMax}, all "
                + "printable ASCII.");
        }
        var head = New(EventKind.OrderResolveCommanded);
        head.OrderEvidence.OrderId = orderId;
        head.OrderEvidence.Status = status;
        head.OrderEvidence.Price = price;
        return new OperatorCommand(issuer, head) { Body = evidence };
    }

    /// <summary>Makes an order of another at the venue an order of this engine, of no strategy.</summary>
    public static OperatorCommand AdoptOrder(CommandIssuer issuer, long venueOrderId)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(venueOrderId);
        var head = New(EventKind.OrderAdoptCommanded);
        head.OrderEvidence.VenueOrderId = venueOrderId;
        return new OperatorCommand(issuer, head);
    }

    /// <summary>Gives an execution that waits for its order to that order, and to its strategy.</summary>
    public static OperatorCommand AttributeExecution(CommandIssuer issuer, string executionId, long orderId)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(orderId);
        if (executionId is null or { Length: 0 }
            || !AsciiText.TryWrite(executionId, new byte[AsciiText32.SizeInBytes]))
        {
            throw new ArgumentException(
                $"Execution id '{executionId}': give 1 to {AsciiText32.SizeInBytes} printable ASCII characters.");
        }
        var head = New(EventKind.ExecutionAttributeCommanded);
        head.OrderEvidence.ExecutionId = AsciiText32.From(executionId);
        head.OrderEvidence.OrderId = orderId;
        return new OperatorCommand(issuer, head);
    }

    /// <summary>
    /// Books what the venue holds in an instrument, against the reconciliation account: a confirmed difference, and no
    /// other.
    /// </summary>
    /// <param name="venueQuantity">The venue's position as the caller has seen it, signed.</param>
    /// <param name="costPrice">
    /// Cost of a unit of what is opened, in the price exponent; absent where nothing is.
    /// </param>
    public static OperatorCommand AdoptPosition(
        CommandIssuer issuer, int instrumentId, long venueQuantity, long costPrice)
    {
        var head = New(EventKind.PositionAdoptCommanded);
        head.InstrumentId = instrumentId;
        head.Adopt.VenueFigure = venueQuantity;
        head.Adopt.CostPrice = costPrice;
        return new OperatorCommand(issuer, head);
    }

    /// <summary>Books the cash that the venue says trading in an instrument has brought in.</summary>
    /// <param name="venueCashFlow">The venue's figure as the caller has seen it, money.</param>
    public static OperatorCommand AdoptCash(CommandIssuer issuer, int instrumentId, long venueCashFlow)
    {
        var head = New(EventKind.PositionAdoptCommanded);
        head.InstrumentId = instrumentId;
        head.Adopt.VenueFigure = venueCashFlow;
        head.Adopt.CostPrice = FixedPoint.Absent;
        head.Adopt.IsCash = 1;
        return new OperatorCommand(issuer, head);
    }

    /// <summary>Trips a breaker by hand, whatever it measures.</summary>
    public static OperatorCommand TripBreaker(
        CommandIssuer issuer, BreakerKind breaker, HoldScope scope = HoldScope.Account, int scopeId = 0) =>
        OfBreaker(issuer, EventKind.BreakerTripCommanded, breaker, scope, scopeId, setsBaseline: false);

    /// <summary>
    /// Arms a tripped breaker again and releases its hold. Refused while its measure exceeds the limit, unless the
    /// measure begins anew from what it is now.
    /// </summary>
    public static OperatorCommand ResetBreaker(
        CommandIssuer issuer, BreakerKind breaker, HoldScope scope = HoldScope.Account, int scopeId = 0,
        bool setsBaseline = false) =>
        OfBreaker(issuer, EventKind.BreakerResetCommanded, breaker, scope, scopeId, setsBaseline);

    /// <param name="acceptsHeldProtection">
    /// For a stop that parks: positions may be without the stops and targets that the engine holds for them.
    /// </param>
    public static OperatorCommand Stop(CommandIssuer issuer, StopMode mode, bool acceptsHeldProtection = false)
    {
        var head = New(EventKind.StopCommanded);
        head.Command.StopMode = mode;
        head.Command.AcceptsHeldProtection = acceptsHeldProtection ? (byte)1 : (byte)0;
        return new OperatorCommand(issuer, head);
    }

    /// <summary>How much the process tells from now on, until it ends or its settings are read again.</summary>
    public static OperatorCommand SetLogLevel(CommandIssuer issuer, LogVerbosity level)
    {
        var head = New(EventKind.LogLevelCommanded);
        head.LogLevel.Level = level;
        return new OperatorCommand(issuer, head);
    }

    /// <summary>
    /// What another principal has given and waits for a second person, once more: applied if it is exactly that, and
    /// else refused.
    /// </summary>
    public static OperatorCommand Approve(CommandIssuer issuer, JournaledCommand waiting)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        return new OperatorCommand(issuer, waiting.Head) { Body = waiting.Body, IsApproval = true };
    }

    private static OperatorCommand OfBreaker(
        CommandIssuer issuer, EventKind kind, BreakerKind breaker, HoldScope scope, int scopeId, bool setsBaseline)
    {
        var head = New(kind);
        head.BreakerCommand.Breaker = breaker;
        head.BreakerCommand.Scope = scope;
        head.BreakerCommand.ScopeId = scopeId;
        head.BreakerCommand.SetsBaseline = setsBaseline ? (byte)1 : (byte)0;
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
