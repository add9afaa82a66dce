using Engine.Core.Control;
using Engine.Core.Events;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Commands. One with an identity is applied once, whatever happens to it on its way, and ends with one
/// <see cref="EventKind.CommandAnswered"/>; one without comes from the engine's own host and is not answered.
/// </summary>
internal sealed class CommandFlow
{
    private readonly LogicParts _parts;
    private readonly LifecycleFlow _lifecycle;
    private readonly HoldFlow _holds;
    private readonly CommandActions _actions;

    public CommandFlow(LogicParts parts, LifecycleFlow lifecycle, HoldFlow holds, CommandActions actions)
    {
        _parts = parts;
        _lifecycle = lifecycle;
        _holds = holds;
        _actions = actions;
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
            answer.Code = Apply(group, in input, in identity, ref answer);
            Complete(in input, ref answer);
            if (!isFull) _parts.CommandKeys.TryAdd(in identity, in answer, input.TimestampNs);
        }
        Append(group, in input, in identity, in answer);
    }

    /// <summary>Commands that are taken even where nothing can be remembered of them.</summary>
    private static bool TakesRiskAway(in EngineEvent input) =>
        CommandVerbs.TryOf(in input, out var verb) && CommandTable.IsAllowed(OperatorRole.Emergency, verb);

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
        var (scope, id) = input.Kind switch
        {
            EventKind.HoldCommanded or EventKind.ReleaseCommanded => (input.Command.Scope, input.Command.ScopeId),
            EventKind.CancelCommanded or EventKind.FlattenCommanded => (input.Cancel.Scope, input.Cancel.ScopeId),
            EventKind.BreakerTripCommanded or EventKind.BreakerResetCommanded =>
                (input.BreakerCommand.Scope, input.BreakerCommand.ScopeId),
            _ => (HoldScope.Account, 0),
        };
        return _parts.Holds.PermissionFor(
            scope == HoldScope.Strategy ? id : 0, scope == HoldScope.Instrument ? id : -1);
    }

    private CommandCode Apply(
        GroupWriter group, in EngineEvent input, in CommandIdentityPayload identity, ref CommandAnswerPayload answer)
    {
        if (!CommandVerbs.TryOf(in input, out var verb)) return CommandCode.MalformedCommand;

        var code = CommandTable.Decide(_parts.StateView.Phase, _parts.Holds.AccountPermission, verb);
        if (code != CommandCode.Done) return code;
        if (!CommandTable.IsAllowed(identity.Role, verb)) return CommandCode.RoleNotAllowed;
        code = _parts.Approvals.Check(verb, in identity, input.TimestampNs);
        if (code == CommandCode.AwaitsSecondPerson)
            _parts.Approvals.Note(in identity, input.Sequence, input.TimestampNs);
        if (code != CommandCode.Done) return code;
        code = _actions.Apply(group, in input, in identity, ref answer);
        if (code >= 0) _parts.Approvals.Use(in identity, input.TimestampNs);
        return code;
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
