using Engine.Core.Events;
using Engine.Core.Risk;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Commands. One with an identity is applied once, whatever happens to it on its way, and ends with one
/// <see cref="EventKind.CommandAnswered"/>; one without comes from the engine's own host and is not answered.
/// </summary>
internal sealed class CommandFlow
{
    // The engine's own holds always find a slot: operators stop before the last ones.
    private const int HoldSlotsReserved = 4;

    private readonly LogicParts _parts;
    private readonly LifecycleFlow _lifecycle;
    private readonly HoldFlow _holds;

    public CommandFlow(LogicParts parts, LifecycleFlow lifecycle, HoldFlow holds)
    {
        _parts = parts;
        _lifecycle = lifecycle;
        _holds = holds;
    }

    public void OnCommand(GroupWriter group, in EngineEvent input)
    {
        if (group.Count < 2 || group[1].Kind != EventKind.CommandIdentity)
        {
            ApplyOwn(group, in input);
            return;
        }

        ref readonly var identity = ref group[1].CommandIdentity;
        var answer = new CommandAnswerPayload
        {
            CommandKind = input.Kind,
            AppliedSequence = input.Sequence,
            AppliedTimeNs = input.TimestampNs,
        };
        if (_parts.CommandKeys.TryFind(in identity, input.TimestampNs, out var applied))
        {
            var isSame = applied.BodyHigh == identity.BodyHigh && applied.BodyLow == identity.BodyLow;
            answer = isSame ? applied.Answer : answer;
            answer.IsRepeat = isSame ? 1 : 0;
            if (!isSame) answer.Code = CommandCode.IdempotencyKeyReused;
            Append(group, in input, in identity, in answer);
            return;
        }
        var isFull = _parts.CommandKeys.IsFull(input.TimestampNs);
        if (isFull && !TakesRiskAway(in input))
        {
            answer.Code = CommandCode.IdempotencyKeysFull;
            Complete(in input, ref answer);
        }
        else
        {
            answer.Code = Apply(group, in input, identity.Role, ref answer);
            Complete(in input, ref answer);
            if (!isFull) _parts.CommandKeys.TryAdd(in identity, in answer, input.TimestampNs);
        }
        Append(group, in input, in identity, in answer);
    }

    /// <summary>Commands that are taken even where nothing can be remembered of them.</summary>
    private static bool TakesRiskAway(in EngineEvent input) =>
        input.Kind is EventKind.HoldCommanded or EventKind.CancelAllCommanded;

    private static void Append(
        GroupWriter group, in EngineEvent input, in CommandIdentityPayload identity, in CommandAnswerPayload answer)
    {
        ref var record = ref group.Append(EventKind.CommandAnswered, input.InstrumentId, strategyId: 0).CommandAnswer;
        record = answer;
        record.RequestId = identity.RequestId;
    }

    // Who asks again after a day is another request: the number of the first one means nothing to it.
    private void Complete(in EngineEvent input, ref CommandAnswerPayload answer)
    {
        answer.RequestId = 0;
        answer.HoldsRemaining = _parts.Holds.Count;
        answer.Phase = _parts.StateView.Phase;
        answer.Permission = PermissionOf(in input);
    }

    private Permission PermissionOf(in EngineEvent input)
    {
        var hasScope = input.Kind is EventKind.HoldCommanded or EventKind.ReleaseCommanded;
        return _parts.Holds.PermissionFor(
            hasScope && input.Command.Scope == HoldScope.Strategy ? input.Command.ScopeId : 0,
            hasScope && input.Command.Scope == HoldScope.Instrument ? input.Command.ScopeId : -1);
    }

    private CommandCode Apply(
        GroupWriter group, in EngineEvent input, OperatorRole role, ref CommandAnswerPayload answer)
    {
        if (_parts.StateView.Phase == EnginePhase.Stopped) return CommandCode.WrongPhase;
        if (!IsAllowed(in input, role)) return CommandCode.RoleNotAllowed;
        return input.Kind switch
        {
            EventKind.HoldCommanded => Hold(group, in input, ref answer),
            EventKind.ReleaseCommanded => Release(group, in input, ref answer),
            EventKind.CancelAllCommanded => CancelAll(group, in input, ref answer),
            EventKind.StopCommanded => Stop(group, in input, ref answer),
            _ => CommandCode.MalformedCommand,
        };
    }

    private static bool IsAllowed(in EngineEvent input, OperatorRole role) => role switch
    {
        OperatorRole.Operator or OperatorRole.Admin => true,
        OperatorRole.Emergency => TakesRiskAway(in input),
        _ => false,
    };

    private CommandCode Hold(GroupWriter group, in EngineEvent input, ref CommandAnswerPayload answer)
    {
        ref readonly var command = ref input.Command;
        var isHalt = command.Permission == Permission.Halted;
        if (command.HoldKind != HoldKind.Operator || (!isHalt && command.Permission != Permission.Reducing))
            return CommandCode.MalformedCommand;

        var freeMin = isHalt && command.Scope == HoldScope.Account ? 1 : HoldSlotsReserved;
        var code = _parts.Holds.Capacity - _parts.Holds.Count < freeMin && !_parts.Holds.Has(HoldFlow.HoldOf(in input))
            ? HoldCode.TableFull
            : _holds.TryPlace(group, HoldFlow.HoldOf(in input), input.TimestampNs, out answer.HoldId);
        answer.HoldsPlaced = code == HoldCode.Done ? 1 : 0;
        return code switch
        {
            HoldCode.Done => CommandCode.Done,
            HoldCode.AlreadyPlaced => CommandCode.AlreadyInForce,
            HoldCode.UnknownScope => CommandCode.UnknownScope,
            HoldCode.TableFull => CommandCode.HoldsFull,
            _ => CommandCode.MalformedCommand,
        };
    }

    private CommandCode Release(GroupWriter group, in EngineEvent input, ref CommandAnswerPayload answer)
    {
        if (input.Command.TargetId != 0)
        {
            if (_holds.TryRelease(group, in input) != HoldCode.Done) return CommandCode.UnknownHold;
            answer.HoldId = input.Command.TargetId;
            answer.HoldsReleased = 1;
            return CommandCode.Done;
        }
        if (!_parts.Holds.IsScopeKnown(input.Command.Scope, input.Command.ScopeId)) return CommandCode.UnknownScope;
        answer.HoldsReleased = _holds.Resume(group, in input);
        return answer.HoldsReleased > 0 ? CommandCode.Done : CommandCode.NothingToDo;
    }

    private CommandCode CancelAll(GroupWriter group, in EngineEvent input, ref CommandAnswerPayload answer)
    {
        answer.OrdersAffected = _parts.Orders.OpenCount;
        if (answer.OrdersAffected == 0) return CommandCode.NothingToDo;
        _lifecycle.OnCancelAllCommanded(group, in input);
        return CommandCode.Done;
    }

    private CommandCode Stop(GroupWriter group, in EngineEvent input, ref CommandAnswerPayload answer)
    {
        var mode = input.Command.StopMode;
        if (!LifecycleFlow.CanStop(mode)) return CommandCode.UnsupportedStopMode;
        if (_parts.StateView.Phase == EnginePhase.Stopping && _parts.StateView.StopMode == mode)
            return CommandCode.AlreadyInForce;

        answer.OrdersAffected = mode == StopMode.Cancel ? _parts.Orders.OpenCount : 0;
        _lifecycle.OnStopCommanded(group, in input);
        return CommandCode.Done;
    }

    private void ApplyOwn(GroupWriter group, in EngineEvent input)
    {
        switch (input.Kind)
        {
            case EventKind.HoldCommanded:
                _holds.OnHoldCommanded(group, in input);
                break;
            case EventKind.ReleaseCommanded:
                _holds.OnReleaseCommanded(group, in input);
                break;
            case EventKind.CancelAllCommanded:
                _lifecycle.OnCancelAllCommanded(group, in input);
                break;
            case EventKind.StopCommanded:
                _lifecycle.OnStopCommanded(group, in input);
                break;
            default:
                _parts.RefuseInput(group, (int)CommandCode.MalformedCommand);
                break;
        }
    }
}
