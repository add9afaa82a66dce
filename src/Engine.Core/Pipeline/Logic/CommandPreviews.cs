using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Risk;

namespace Engine.Core.Pipeline.Logic;

/// <summary>Says what a command would be answered with now, and changes nothing.</summary>
internal sealed class CommandPreviews
{
    private readonly LogicParts _parts;
    private readonly CommandJudgements _judgements;
    private readonly CancelFlow _cancels;
    private readonly LimitsFlow _limits;
    private readonly AccountDayFlow _accountDay;
    private readonly ArmingFlow _arming;
    private readonly LadderFlow _ladder;
    private readonly BreakerCommands _breakers;
    private readonly EvidenceFlow _evidence;
    private readonly ForeignOrderFlow _foreign;

    public CommandPreviews(
        LogicParts parts, CancelFlow cancels, LimitsFlow limits, BreakerCommands breakers, ArmingFlow arming,
        LadderFlow ladder, EvidenceFlow evidence, ForeignOrderFlow foreign, AccountDayFlow accountDay)
    {
        _accountDay = accountDay;
        _ladder = ladder;
        _arming = arming;
        _breakers = breakers;
        _evidence = evidence;
        _foreign = foreign;
        _limits = limits;
        _parts = parts;
        _judgements = new CommandJudgements(parts);
        _cancels = cancels;
    }

    /// <param name="records">Head and identity, as the control lane would take them.</param>
    public CommandAnswerPayload Preview(ReadOnlySpan<EngineEvent> records)
    {
        ref readonly var head = ref records[0];
        ref readonly var identity = ref records[1].CommandIdentity;
        var answer = new CommandAnswerPayload
        {
            CommandKind = head.Kind,
            Phase = _parts.StateView.Phase,
            HoldsRemaining = _parts.Holds.Count,
            Permission = _parts.Holds.AccountPermission,
        };
        answer.Code = Decide(records, in identity, ref answer);
        return answer;
    }

    public LimitsPlan PlanLimits(ReadOnlySpan<EngineEvent> records) => _limits.PlanOf(records);

    private CommandCode Decide(
        ReadOnlySpan<EngineEvent> records, in CommandIdentityPayload identity, ref CommandAnswerPayload answer)
    {
        ref readonly var head = ref records[0];
        if (!CommandVerbs.TryOf(in head, out var verb)) return CommandCode.MalformedCommand;
        if (_parts.CommandKeys.TryFind(in identity, _parts.StateView.EngineTimeNs, out var applied))
        {
            answer = applied.Answer;
            answer.IsRepeat = 1;
            return applied.BodyHigh == identity.BodyHigh && applied.BodyLow == identity.BodyLow
                ? applied.Answer.Code
                : CommandCode.IdempotencyKeyReused;
        }
        var code = CommandTable.Decide(_parts.StateView.Phase, _parts.Holds.AccountPermission, verb);
        if (code != CommandCode.Done) return code;
        if (!CommandTable.IsAllowed(identity.Role, verb)) return CommandCode.RoleNotAllowed;
        code = _parts.Approvals.Check(verb, in identity, _parts.StateView.EngineTimeNs);
        if (code != CommandCode.Done) return code;
        return verb switch
        {
            OperatorVerb.Pause or OperatorVerb.Halt => Hold(in head, ref answer),
            OperatorVerb.Resume => Resume(in head.Command, ref answer),
            OperatorVerb.Release => Release(head.Command.TargetId, identity.Role, ref answer),
            OperatorVerb.Cancel => Cancel(in head, in identity, ref answer),
            OperatorVerb.Flatten => Flatten(in head.Cancel, in identity, ref answer),
            OperatorVerb.Submit => Submit(in head),
            OperatorVerb.ChangeLimits =>
                LimitsFlow.Judge(_limits.PlanOf(records), in head.Limits, identity.Role, ref answer),
            OperatorVerb.AcceptLimits => AcceptLimits(ref answer),
            OperatorVerb.MoveCash => _accountDay.Judge(in head.CashFlow),
            OperatorVerb.ResolveOrder => Resolve(in head.OrderEvidence, ref answer),
            OperatorVerb.AdoptOrder => _foreign.Judge(head.OrderEvidence.VenueOrderId),
            OperatorVerb.AttributeExecution => Attribute(in head.OrderEvidence, ref answer),
            OperatorVerb.Arm => Arm(in head.Arm, ref answer),
            OperatorVerb.Disarm => Disarm(ref answer),
            OperatorVerb.SetSizeFactor => _ladder.Judge(in head.SizeFactor, identity.Role, ref answer),
            OperatorVerb.TripBreaker => TripBreaker(in head.BreakerCommand, ref answer),
            OperatorVerb.ResetBreaker => ResetBreaker(in head.BreakerCommand, ref answer),
            OperatorVerb.Stop => Stop(in head.Command, ref answer),
            OperatorVerb.LogLevel => EdgeFlow.Judge(in head.LogLevel, in _parts.EdgeView, ref answer),
            OperatorVerb.AdoptPosition => AdoptionFlow.Judge(_parts, head.InstrumentId, in head.Adopt, out _),
            _ => CommandCode.Done,
        };
    }

    private CommandCode Hold(in EngineEvent head, ref CommandAnswerPayload answer)
    {
        var hold = HoldFlow.HoldOf(in head);
        if (!_parts.Holds.IsScopeKnown(hold.Scope, hold.ScopeId)) return CommandCode.UnknownScope;
        var isThere = _parts.Holds.Has(in hold);
        answer.HoldsPlaced = isThere ? 0 : 1;
        answer.HoldsRemaining += answer.HoldsPlaced;
        answer.OrdersAffected = HoldFlow.SweepFor(head.Command.CancelPolicy, _parts.CancelsOnReducing) is { } sweep
            ? _cancels.Count(hold.Scope, hold.ScopeId, sweep)
            : 0;
        var now = PermissionOf(hold.Scope, hold.ScopeId);
        answer.Permission = (Permission)Math.Max((byte)now, (byte)hold.Permission);
        return isThere && answer.OrdersAffected == 0 ? CommandCode.AlreadyInForce : CommandCode.Done;
    }

    private CommandCode Resume(in CommandPayload command, ref CommandAnswerPayload answer)
    {
        if (!_parts.Holds.IsScopeKnown(command.Scope, command.ScopeId)) return CommandCode.UnknownScope;
        var rest = Permission.Active;
        for (var slot = 0; slot < _parts.Holds.Capacity; slot++)
        {
            if (!_parts.Holds.TryReadSlot(slot, out var hold)) continue;
            var isOfScope = hold.Scope == command.Scope && hold.ScopeId == command.ScopeId;
            if (isOfScope && hold.Kind == HoldKind.Operator) answer.HoldsReleased++;
            else if (isOfScope || hold.Scope == HoldScope.Account)
                rest = (Permission)Math.Max((byte)rest, (byte)hold.Permission);
        }
        answer.HoldsRemaining -= answer.HoldsReleased;
        answer.Permission = rest;
        return answer.HoldsReleased > 0 ? CommandCode.Done : CommandCode.NothingToDo;
    }

    private CommandCode Release(int holdId, OperatorRole role, ref CommandAnswerPayload answer)
    {
        var code = _judgements.OfRelease(holdId, role);
        if (code != CommandCode.Done) return code;

        answer.HoldId = holdId;
        answer.HoldsReleased = 1;
        answer.HoldsRemaining--;
        return CommandCode.Done;
    }

    private CommandCode Cancel(
        in EngineEvent head, in CommandIdentityPayload identity, ref CommandAnswerPayload answer)
    {
        var isAll = head.Kind == EventKind.CancelAllCommanded;
        if (!isAll && head.Cancel.OrderId != 0) return _judgements.OfCancel(head.Cancel.OrderId, ref answer, out _);

        var scope = isAll ? HoldScope.Account : head.Cancel.Scope;
        var id = isAll ? 0 : head.Cancel.ScopeId;
        if (!_parts.Holds.IsScopeKnown(scope, id)) return CommandCode.UnknownScope;
        long? tag = !isAll && head.Cancel.IsMine != 0 ? CommandActions.TagOf(in identity.Principal) : null;
        answer.OrdersAffected = _cancels.Count(scope, id, OrderSweep.Cancel, tag);
        return answer.OrdersAffected > 0 ? CommandCode.Done : CommandCode.NothingToDo;
    }

    private CommandCode Flatten(
        in CancelCommandPayload command, in CommandIdentityPayload identity, ref CommandAnswerPayload answer)
    {
        var code = _judgements.OfFlatten(in command, in identity, out var instrumentId, out var hold);
        if (code != CommandCode.Done) return code;

        for (var id = 0; id < _parts.Market.InstrumentCount; id++)
            if ((instrumentId < 0 || id == instrumentId) && _parts.Portfolio.View.Position(id).IsOpen) answer.Detail++;
        answer.OrdersAffected = _cancels.Count(command.Scope, command.ScopeId, OrderSweep.Cancel);
        answer.HoldsPlaced = _parts.Holds.Has(in hold) ? 0 : 1;
        answer.HoldsRemaining += answer.HoldsPlaced;
        answer.Permission = (Permission)Math.Max((byte)answer.Permission, (byte)Permission.Halted);
        return CommandCode.Done;
    }

    // Its limits are checked when it is given: a check takes a token of the rate.
    private CommandCode Submit(in EngineEvent head) =>
        _parts.Market.View.IsDefined(head.InstrumentId) ? CommandCode.Done : CommandCode.UnknownScope;

    private CommandCode Resolve(in OrderEvidencePayload asked, ref CommandAnswerPayload answer)
    {
        var code = _evidence.Judge(in asked, out var missing, out _);
        answer.OrderId = asked.OrderId;
        answer.OrdersAffected = code == CommandCode.Done ? 1 : 0;
        answer.Detail = missing;
        return code;
    }

    private CommandCode Attribute(in OrderEvidencePayload asked, ref CommandAnswerPayload answer)
    {
        var code = _evidence.JudgeAttribution(in asked, out _, out var detail);
        answer.OrderId = asked.OrderId;
        answer.OrdersAffected = code == CommandCode.Done ? 1 : 0;
        answer.Detail = (int)detail;
        return code;
    }

    private CommandCode AcceptLimits(ref CommandAnswerPayload answer)
    {
        if (_parts.Overlay.IsEmpty || _parts.Overlay.IsOn(_parts.ConfigText)) return CommandCode.NothingToDo;
        answer.HoldsReleased = 1;
        answer.HoldsRemaining--;
        return LimitsPlan.Make(_parts.ConfigText, "", _parts.Overlay.Text, _parts.Limits).Code is var code and < 0
            ? code
            : CommandCode.Done;
    }

    private CommandCode Arm(in ArmCommandPayload command, ref CommandAnswerPayload answer)
    {
        var code = _arming.JudgeArm(in command);
        if (code != CommandCode.Done) return code;

        answer.Permission = Permission.Active;
        for (var slot = 0; slot < _parts.Holds.Capacity; slot++)
        {
            if (!_parts.Holds.TryReadSlot(slot, out var hold)) continue;
            if (hold.Kind == HoldKind.UnapprovedBuild) answer.HoldsReleased++;
            else if (hold.Scope == HoldScope.Account)
                answer.Permission = (Permission)Math.Max((byte)answer.Permission, (byte)hold.Permission);
        }
        answer.HoldsRemaining -= answer.HoldsReleased;
        return CommandCode.Done;
    }

    private CommandCode Disarm(ref CommandAnswerPayload answer)
    {
        var code = _arming.JudgeDisarm(ref answer);
        if (code != CommandCode.Done) return code;

        answer.HoldsPlaced = 1;
        answer.HoldsRemaining++;
        answer.Permission = Permission.ReadOnly;
        return CommandCode.Done;
    }

    private CommandCode Stop(in CommandPayload command, ref CommandAnswerPayload answer)
    {
        var code = _judgements.OfStop(in command, ref answer);
        if (code == CommandCode.Done) answer.Phase = EnginePhase.Stopping;
        return code;
    }

    private CommandCode TripBreaker(in BreakerCommandPayload command, ref CommandAnswerPayload answer)
    {
        var code = _breakers.JudgeTrip(in command, ref answer);
        if (code != CommandCode.Done) return code;
        var isReducing = _parts.Breakers.SettingsOf(command.Breaker).Action == BreakerAction.Reducing;
        var permission = isReducing ? Permission.Reducing : Permission.Halted;
        answer.HoldsRemaining += answer.HoldsPlaced;
        answer.OrdersAffected = _cancels.Count(command.Scope, command.ScopeId, OrderSweep.HaltOpening);
        var now = PermissionOf(command.Scope, command.ScopeId);
        answer.Permission = (Permission)Math.Max((byte)now, (byte)permission);
        return code;
    }

    private CommandCode ResetBreaker(in BreakerCommandPayload command, ref CommandAnswerPayload answer)
    {
        var code = _breakers.JudgeReset(in command, _parts.StateView.EngineTimeNs, ref answer);
        if (code == CommandCode.Done) answer.HoldsRemaining -= answer.HoldsReleased;
        return code;
    }

    private Permission PermissionOf(HoldScope scope, int id) => _parts.Holds.PermissionFor(
        scope == HoldScope.Strategy ? id : 0, scope == HoldScope.Instrument ? id : -1);
}
