using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Risk;
using Engine.Core.State;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// What each operator's command does. Whether it may, and that it does so once, was found out before.
/// </summary>
internal sealed class CommandActions
{
    /// <summary>The engine's own holds always find a slot: operators stop before the last ones.</summary>
    public const int HoldSlotsReserved = 4;

    private readonly LogicParts _parts;
    private readonly CommandJudgements _judgements;
    private readonly OrderFlow _orders;
    private readonly ReconciliationFlow _reconciliation;
    private readonly LimitsFlow _limits;
    private readonly LifecycleFlow _lifecycle;
    private readonly HoldFlow _holds;
    private readonly CancelFlow _cancels;
    private readonly FlattenFlow _flatten;
    private readonly AccountDayFlow _accountDay;
    private readonly AdoptionFlow _adoptions;
    private readonly ArmingFlow _arming;
    private readonly LadderFlow _ladder;
    private readonly BreakerCommands _breakers;
    private readonly EvidenceFlow _evidence;
    private readonly ForeignOrderFlow _foreign;
    private readonly EdgeFlow _edge;

    public CommandActions(
        LogicParts parts, OrderFlow orders, LifecycleFlow lifecycle, HoldFlow holds, CancelFlow cancels,
        FlattenFlow flatten, ReconciliationFlow reconciliation, LimitsFlow limits, BreakerCommands breakers,
        ArmingFlow arming, LadderFlow ladder, EvidenceFlow evidence, ForeignOrderFlow foreign, EdgeFlow edge,
        AccountDayFlow accountDay)
    {
        _accountDay = accountDay;
        _ladder = ladder;
        _arming = arming;
        _breakers = breakers;
        _evidence = evidence;
        _foreign = foreign;
        _edge = edge;
        _limits = limits;
        _adoptions = new AdoptionFlow(parts);
        _orders = orders;
        _flatten = flatten;
        _reconciliation = reconciliation;
        _parts = parts;
        _judgements = new CommandJudgements(parts);
        _lifecycle = lifecycle;
        _holds = holds;
        _cancels = cancels;
    }

    /// <summary>Does it, and fills in the counts of the answer.</summary>
    public CommandCode Apply(
        GroupWriter group, in EngineEvent input, in CommandIdentityPayload identity, ref CommandAnswerPayload answer)
    {
        var code = input.Kind switch
        {
            EventKind.HoldCommanded => Hold(group, in input, ref answer),
            EventKind.ReleaseCommanded => Release(group, in input, identity.Role, ref answer),
            EventKind.CancelAllCommanded => CancelAll(ref answer),
            EventKind.CancelCommanded => Cancel(in input.Cancel, in identity, ref answer),
            EventKind.FlattenCommanded => Flatten(group, in input, in identity, ref answer),
            EventKind.OrderCommanded => Submit(group, in input, in identity, ref answer),
            EventKind.ReconcileCommanded => Reconcile(group, ref answer),
            EventKind.SnapshotCommanded => CommandCode.Done, // The follower takes it when it reads this.
            EventKind.RotateCommanded => Rotate(group),
            EventKind.ArmCommanded => _arming.Arm(group, in input.Arm, in identity, ref answer),
            EventKind.DisarmCommanded => _arming.Disarm(group, in identity, input.TimestampNs, ref answer),
            EventKind.SizeFactorCommanded => _ladder.Apply(in input.SizeFactor, identity.Role, ref answer),
            EventKind.LimitsCommanded => _limits.Apply(group, in input.Limits, identity.Role, ref answer),
            EventKind.LimitsAcceptCommanded => _limits.Accept(group, in input, ref answer),
            EventKind.CashFlowCommanded => _accountDay.Apply(in input.CashFlow, ref answer),
            EventKind.OrderResolveCommanded => _evidence.Resolve(group, in input, in identity, ref answer),
            EventKind.OrderAdoptCommanded =>
                _foreign.Adopt(group, input.OrderEvidence.VenueOrderId, input.TimestampNs, ref answer),
            EventKind.ExecutionAttributeCommanded => _evidence.Attribute(group, in input, ref answer),
            EventKind.BreakerTripCommanded => _breakers.Trip(group, in input, in identity, ref answer),
            EventKind.BreakerResetCommanded => _breakers.Reset(group, in input, in identity, ref answer),
            EventKind.StopCommanded => Stop(group, in input, ref answer),
            EventKind.LogLevelCommanded => _edge.SetLogLevel(in input.LogLevel, ref answer),
            EventKind.PositionAdoptCommanded => _adoptions.Apply(group, in input, ref answer),
            _ => CommandCode.MalformedCommand,
        };
        _cancels.GoOn(group, input.TimestampNs);
        return code;
    }

    /// <summary>What an operator's own orders carry, so that he can cancel his and no other's.</summary>
    public static long TagOf(in AsciiText32 principal)
    {
        ReadOnlySpan<byte> bytes = principal;
        var hash = 0ul;
        for (var i = 0; i < bytes.Length; i += sizeof(ulong))
            hash = StateDigest.Append(hash, System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes[i..]));
        return (long)hash;
    }

    private CommandCode Hold(GroupWriter group, in EngineEvent input, ref CommandAnswerPayload answer)
    {
        ref readonly var command = ref input.Command;
        var isHalt = command.Permission == Permission.Halted;
        if (command.HoldKind != HoldKind.Operator || (!isHalt && command.Permission != Permission.Reducing))
            return CommandCode.MalformedCommand;

        var hold = HoldFlow.HoldOf(in input);
        var freeMin = isHalt && command.Scope == HoldScope.Account ? 1 : HoldSlotsReserved;
        var hasRoom = _parts.Holds.Capacity - _parts.Holds.Count >= freeMin || _parts.Holds.Has(in hold);
        var code = hasRoom
            ? _holds.TryPlace(group, in hold, input.TimestampNs, out answer.HoldId)
            : HoldCode.TableFull;
        answer.HoldsPlaced = code == HoldCode.Done ? 1 : 0;

        // A halt that is in force already may be given again with a harsher policy.
        if (code is HoldCode.Done or HoldCode.AlreadyPlaced)
            answer.OrdersAffected = _holds.CancelFor(in hold, command.CancelPolicy);
        return code switch
        {
            HoldCode.Done => CommandCode.Done,
            HoldCode.AlreadyPlaced => answer.OrdersAffected > 0 ? CommandCode.Done : CommandCode.AlreadyInForce,
            HoldCode.UnknownScope => CommandCode.UnknownScope,
            HoldCode.TableFull => CommandCode.HoldsFull,
            _ => CommandCode.MalformedCommand,
        };
    }

    private CommandCode Release(
        GroupWriter group, in EngineEvent input, OperatorRole role, ref CommandAnswerPayload answer)
    {
        if (input.Command.TargetId != 0)
        {
            var code = _judgements.OfRelease(input.Command.TargetId, role);
            if (code != CommandCode.Done) return code;

            _holds.TryRelease(group, in input);
            answer.HoldId = input.Command.TargetId;
            answer.HoldsReleased = 1;
            return CommandCode.Done;
        }
        if (!_parts.Holds.IsScopeKnown(input.Command.Scope, input.Command.ScopeId)) return CommandCode.UnknownScope;
        answer.HoldsReleased = _holds.Resume(group, in input);
        return answer.HoldsReleased > 0 ? CommandCode.Done : CommandCode.NothingToDo;
    }

    private CommandCode CancelAll(ref CommandAnswerPayload answer)
    {
        answer.OrdersAffected = _cancels.Mark(HoldScope.Account, 0, OrderSweep.Cancel);
        return answer.OrdersAffected > 0 ? CommandCode.Done : CommandCode.NothingToDo;
    }

    private CommandCode Cancel(
        in CancelCommandPayload command, in CommandIdentityPayload identity, ref CommandAnswerPayload answer)
    {
        if (command.OrderId != 0)
        {
            var code = _judgements.OfCancel(command.OrderId, ref answer, out var isOver);
            if (code != CommandCode.Done) return code;

            ref readonly var order = ref _parts.Orders.Find(command.OrderId, out _);
            if (isOver) _parts.Protections.Release(command.OrderId, order.InstrumentId);
            else _cancels.Mark(in order);
            return CommandCode.Done;
        }
        if (!_parts.Holds.IsScopeKnown(command.Scope, command.ScopeId)) return CommandCode.UnknownScope;
        long? tag = command.IsMine != 0 ? TagOf(in identity.Principal) : null;
        answer.OrdersAffected = _cancels.Mark(command.Scope, command.ScopeId, OrderSweep.Cancel, tag);
        return answer.OrdersAffected > 0 ? CommandCode.Done : CommandCode.NothingToDo;
    }

    private CommandCode Flatten(
        GroupWriter group, in EngineEvent input, in CommandIdentityPayload identity, ref CommandAnswerPayload answer)
    {
        var code = _judgements.OfFlatten(in input.Cancel, in identity, out var instrumentId, out var hold);
        if (code != CommandCode.Done) return code;

        var placed = _holds.TryPlace(group, in hold, input.TimestampNs, out answer.HoldId);
        if (placed is not (HoldCode.Done or HoldCode.AlreadyPlaced)) return CommandCode.HoldsFull;

        answer.HoldsPlaced = placed == HoldCode.Done ? 1 : 0;
        answer.OrdersAffected = _flatten.Begin(group, instrumentId, input.TimestampNs, out var positions);
        answer.Detail = positions;
        return CommandCode.Done;
    }

    private CommandCode Submit(
        GroupWriter group, in EngineEvent input, in CommandIdentityPayload identity, ref CommandAnswerPayload answer)
    {
        ref readonly var asked = ref input.OrderCommand;
        if (!_parts.Market.View.IsDefined(input.InstrumentId)) return CommandCode.UnknownScope;
        var order = new OrderPayload
        {
            LimitPrice = asked.LimitPrice,
            Quantity = asked.Quantity,
            Side = asked.Side,
            Type = asked.Type,
            TimeInForce = asked.TimeInForce,
            Class = asked.IsReduceOnly != 0 ? OrderClass.Reducing : OrderClass.None,
            Tag = TagOf(in identity.Principal),
        };
        if (asked.HoldId != 0)
        {
            // In spite of a hold only an administrator, only what reduces, and only who has seen which hold it is.
            if (identity.Role != OperatorRole.Admin) return CommandCode.RoleNotAllowed;
            if (!_parts.Holds.TryFind(asked.HoldId, out var hold)) return CommandCode.UnknownHold;
            if (asked.IsReduceOnly == 0) return CommandCode.MalformedCommand;
            order.Class = OrderClass.EmergencyExit;
            answer.HoldId = hold.HoldId;
        }
        var code = _parts.IsFrozen(input.InstrumentId)
            ? RiskCode.FlattenInProgress
            : _orders.SubmitOwn(group, ref order, asked.ToTerms(), input.InstrumentId, input.TimestampNs);
        answer.Detail = (long)code;
        if (code != RiskCode.Accepted) return CommandCode.OrderDenied;
        answer.OrderId = order.OrderId;
        answer.OrdersAffected = 1;
        return CommandCode.Done;
    }

    // Which segment that is only the journal knows: segments are no state.
    private static CommandCode Rotate(GroupWriter group)
    {
        group.EndSegment();
        return CommandCode.Done;
    }

    // Where there is no session, the reconnect asks by itself.
    private CommandCode Reconcile(GroupWriter group, ref CommandAnswerPayload answer)
    {
        if (_parts.StateView.IsReconciled == 0) return CommandCode.AlreadyInForce;
        _reconciliation.Ask(group);
        answer.Detail = _parts.StateView.QueryId;
        return CommandCode.Done;
    }

    private CommandCode Stop(GroupWriter group, in EngineEvent input, ref CommandAnswerPayload answer)
    {
        var code = _judgements.OfStop(in input.Command, ref answer);
        if (code == CommandCode.Done) _lifecycle.OnStopCommanded(group, in input);
        return code;
    }
}
