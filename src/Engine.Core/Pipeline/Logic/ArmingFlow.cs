using Engine.Core.Events;
using Engine.Core.Risk;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Nothing leaves before an operator has armed the account by its id, and again after every change of build or
/// configuration: a hold <see cref="Permission.ReadOnly"/> that arming alone releases.
/// </summary>
internal sealed class ArmingFlow
{
    private static readonly AsciiText32 Who = AsciiText32.From("engine");
    private static readonly AsciiText32 NotArmed = AsciiText32.From("not armed");
    private static readonly AsciiText32 Disarmed = AsciiText32.From("disarmed");

    private readonly LogicParts _parts;
    private readonly HoldFlow _holds;

    public ArmingFlow(LogicParts parts, HoldFlow holds)
    {
        _parts = parts;
        _holds = holds;
    }

    /// <summary>A configuration is in force: is it, with this build, what was armed?</summary>
    public void OnConfigApplied(GroupWriter group, long nowNs)
    {
        if (!_parts.Arming.IsRequired)
        {
            _holds.ReleaseKind(group, HoldKind.UnapprovedBuild, in Who); // Its cause is gone.
            return;
        }
        if (_parts.Arming.Confirm(in _parts.StateView.ConfigSha256)) return;

        var hold = HoldOf(in Who, in NotArmed);
        _holds.Place(group, in hold, nowNs);
    }

    public CommandCode Arm(
        GroupWriter group, in ArmCommandPayload command, in CommandIdentityPayload identity,
        ref CommandAnswerPayload answer)
    {
        var code = JudgeArm(in command);
        if (code != CommandCode.Done) return code;

        _parts.Arming.Arm(in _parts.StateView.ConfigSha256);
        answer.HoldsReleased = _holds.ReleaseKind(group, HoldKind.UnapprovedBuild, in identity.Principal);
        return CommandCode.Done;
    }

    /// <summary>What arming would be answered with.</summary>
    public CommandCode JudgeArm(in ArmCommandPayload command)
    {
        if (!_parts.Arming.IsAccount(in command.Account)) return CommandCode.WrongAccount;
        return _parts.Arming.Status switch
        {
            ArmingStatus.NotRequired => CommandCode.NothingToDo,
            ArmingStatus.Armed => CommandCode.AlreadyInForce,
            _ => CommandCode.Done,
        };
    }

    /// <summary>
    /// The detail of the answer is how many orders keep working: nothing may leave, no cancel either.
    /// </summary>
    public CommandCode Disarm(
        GroupWriter group, in CommandIdentityPayload identity, long nowNs, ref CommandAnswerPayload answer)
    {
        var code = JudgeDisarm(ref answer);
        if (code != CommandCode.Done) return code;

        var hold = HoldOf(in identity.Principal, in Disarmed);
        var placed = _holds.TryPlace(group, in hold, nowNs, out answer.HoldId);
        if (placed is not (HoldCode.Done or HoldCode.AlreadyPlaced)) return CommandCode.HoldsFull;
        answer.HoldsPlaced = placed == HoldCode.Done ? 1 : 0;
        _parts.Arming.Disarm();
        return CommandCode.Done;
    }

    /// <summary>What disarming would be answered with.</summary>
    public CommandCode JudgeDisarm(ref CommandAnswerPayload answer)
    {
        answer.Detail = _parts.Orders.OpenCount;
        return _parts.Arming.Status switch
        {
            ArmingStatus.NotRequired => CommandCode.NothingToDo,
            ArmingStatus.Disarmed => CommandCode.AlreadyInForce,
            _ => CommandCode.Done,
        };
    }

    private static HoldPayload HoldOf(in AsciiText32 who, in AsciiText32 why) => new()
    {
        Scope = HoldScope.Account,
        HoldKind = HoldKind.UnapprovedBuild,
        Permission = Permission.ReadOnly,
        Who = who,
        Why = why,
    };
}
