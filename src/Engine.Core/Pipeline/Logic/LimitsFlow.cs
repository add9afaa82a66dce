using System.Text;
using Engine.Core.Events;
using Engine.Core.Risk;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Limits that operators change while the engine runs: an overlay on those of the file. If the file has changed since,
/// the account is held until somebody has looked at both and accepts.
/// </summary>
internal sealed class LimitsFlow
{
    private static readonly AsciiText32 Who = AsciiText32.From("engine");
    private static readonly AsciiText32 Why = AsciiText32.From("the limits of the file changed");

    private readonly LogicParts _parts;
    private readonly HoldFlow _holds;

    public LimitsFlow(LogicParts parts, HoldFlow holds)
    {
        _parts = parts;
        _holds = holds;
    }

    /// <summary>The plan for the change that a command carries.</summary>
    public LimitsPlan PlanOf(ReadOnlySpan<EngineEvent> records) => LimitsPlan.Make(
        _parts.ConfigText, _parts.Overlay.Text, BodyOf(records), _parts.Limits);

    public CommandCode Apply(
        GroupWriter group, in LimitsCommandPayload command, OperatorRole role, ref CommandAnswerPayload answer)
    {
        var plan = LimitsPlan.Make(_parts.ConfigText, _parts.Overlay.Text, BodyOf(group), _parts.Limits);
        var code = Judge(plan, in command, role, ref answer);
        if (code != CommandCode.Done) return code;

        _parts.Overlay.Set(plan.Overlay, _parts.ConfigText);
        _parts.ApplyLimits();
        answer.Detail = plan.Changes.Count;
        return CommandCode.Done;
    }

    /// <summary>Whether a plan may be applied; fills in its hash.</summary>
    public static CommandCode Judge(
        LimitsPlan plan, in LimitsCommandPayload command, OperatorRole role, ref CommandAnswerPayload answer)
    {
        (answer.HashHigh, answer.HashLow) = plan.Hash;
        if (plan.Code != CommandCode.Done) return plan.Code;
        if (plan.IsLooser && role != OperatorRole.Admin) return CommandCode.RoleNotAllowed;
        return plan.Hash == (command.PlanHigh, command.PlanLow) ? CommandCode.Done : CommandCode.PlanOutdated;
    }

    /// <summary>The overlay goes on, over the settings of the file as they are now.</summary>
    public CommandCode Accept(GroupWriter group, in EngineEvent input, ref CommandAnswerPayload answer)
    {
        if (_parts.Overlay.IsEmpty || _parts.Overlay.IsOn(_parts.ConfigText)) return CommandCode.NothingToDo;

        var plan = LimitsPlan.Make(_parts.ConfigText, "", _parts.Overlay.Text, _parts.Limits);
        if (plan.Code < 0) return plan.Code;
        _parts.Overlay.Set(_parts.Overlay.Text, _parts.ConfigText);
        _parts.ApplyLimits();
        answer.HoldsReleased = _holds.ReleaseKind(group, HoldKind.Configuration, in group[1].CommandIdentity.Principal);
        return CommandCode.Done;
    }

    /// <summary>A configuration was put in force, maybe another one than the overlay was made for.</summary>
    public void OnConfigApplied(GroupWriter group, long nowNs)
    {
        if (_parts.Overlay.IsEmpty || _parts.Overlay.IsOn(_parts.ConfigText)) return;
        var hold = new HoldPayload
        {
            Scope = HoldScope.Account,
            HoldKind = HoldKind.Configuration,
            Permission = Permission.Reducing,
            Who = Who,
            Why = Why,
        };
        _holds.Place(group, in hold, nowNs);
    }

    private static string BodyOf(GroupWriter group)
    {
        ref readonly var identity = ref group[1].CommandIdentity;
        var text = new StringBuilder();
        for (var i = 2; i < group.Count && group[i].IsContinuation; i++)
            text.Append(Encoding.ASCII.GetString(group[i].Text.Bytes));
        return Cut(text, in identity);
    }

    private static string BodyOf(ReadOnlySpan<EngineEvent> records)
    {
        var text = new StringBuilder();
        for (var i = 2; i < records.Length; i++) text.Append(Encoding.ASCII.GetString(records[i].Text.Bytes));
        return Cut(text, in records[1].CommandIdentity);
    }

    private static string Cut(StringBuilder text, in CommandIdentityPayload identity)
    {
        var from = identity.OperatorNameBytes + identity.ReasonBytes;
        return identity.BodyBytes > 0 && from + identity.BodyBytes <= text.Length
            ? text.ToString(from, identity.BodyBytes)
            : "";
    }
}
