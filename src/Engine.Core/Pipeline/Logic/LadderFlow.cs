using Engine.Core.Events;

namespace Engine.Core.Pipeline.Logic;

/// <summary>Moves strategies on the size ladder. It changes what is opened from now on and trades nothing.</summary>
internal sealed class LadderFlow(LogicParts parts)
{
    public CommandCode Apply(
        in SizeFactorCommandPayload command, OperatorRole role, ref CommandAnswerPayload answer)
    {
        var code = Judge(in command, role, ref answer);
        if (code == CommandCode.Done) parts.Risk.Ladder.Set(command.StrategyId, command.PerTenThousand);
        return code;
    }

    /// <summary>Whether it may be applied. The detail of the answer is the factor before it.</summary>
    public CommandCode Judge(
        in SizeFactorCommandPayload command, OperatorRole role, ref CommandAnswerPayload answer)
    {
        var ladder = parts.Risk.Ladder;
        if (!ladder.IsDefined(command.StrategyId)) return CommandCode.UnknownScope;

        var before = ladder.FactorOf(command.StrategyId);
        answer.Detail = before;
        if (!ladder.IsStep(command.PerTenThousand)) return CommandCode.NotALadderStep;
        if (command.PerTenThousand > before && role != OperatorRole.Admin) return CommandCode.RoleNotAllowed;
        return command.PerTenThousand == before ? CommandCode.AlreadyInForce : CommandCode.Done;
    }
}
