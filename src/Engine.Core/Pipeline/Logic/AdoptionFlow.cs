using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Portfolio;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Books what the venue holds and no execution explains, when an operator says so: only a difference that counts, only
/// with the figure that he has seen, and outside the profit of every strategy.
/// </summary>
internal sealed class AdoptionFlow(LogicParts parts)
{
    /// <summary>Done if the adoption would be taken now.</summary>
    /// <param name="finding">What it corrects.</param>
    public static CommandCode Judge(
        LogicParts parts, int instrumentId, in AdoptCommandPayload asked, out FindingState finding)
    {
        finding = default;
        if (!parts.Market.View.IsDefined(instrumentId)) return CommandCode.UnknownScope;
        if (!TryFind(parts, instrumentId, asked.IsCash != 0, out finding) || !finding.IsConfirmed)
            return CommandCode.NoSuchDifference;
        return finding.Venue == asked.VenueFigure ? CommandCode.Done : CommandCode.DifferenceMoved;
    }

    public CommandCode Apply(GroupWriter group, in EngineEvent input, ref CommandAnswerPayload answer)
    {
        var asked = input.Adopt;
        var code = Judge(parts, input.InstrumentId, in asked, out var finding);
        if (code != CommandCode.Done) return code;

        // What has been traded since the comparison stays: only the difference is booked.
        var difference = (Int128)finding.Venue - finding.Engine;
        if (difference < -long.MaxValue || difference > long.MaxValue) return CommandCode.MalformedCommand;
        var amount = (long)difference;
        var money = amount;
        var booked = asked.IsCash != 0
            ? parts.Portfolio.AdoptCash(input.InstrumentId, amount)
            : parts.Portfolio.Adopt(input.InstrumentId, amount, asked.CostPrice, out money);
        if (booked == PortfolioCode.InvalidPrice) return CommandCode.CostMissing;
        if (booked != PortfolioCode.Applied) return CommandCode.MalformedCommand;

        // That the venue reports nothing is over when nothing is held any more.
        if (finding.Kind != ReconciliationKind.EmptyView) parts.Findings.Remove(finding.Kind, finding.Id);
        parts.ReconciliationSchedule.OnAdopted();
        parts.MarkPosition(input.InstrumentId);
        parts.Causes |= BreakerCauses.Equity;
        if (asked.IsCash == 0) parts.NotePosition(input.InstrumentId);
        ref var record = ref group.Append(EventKind.PositionAdopted, input.InstrumentId, strategyId: 0).Adopt;
        record = asked;
        record.AdoptedQuantity = asked.IsCash != 0 ? 0 : amount;
        record.AdoptedMoney = money;
        answer.Detail = amount;
        return CommandCode.Done;
    }

    private static bool TryFind(LogicParts parts, int instrumentId, bool isCash, out FindingState finding)
    {
        finding = default;
        var kind = isCash ? ReconciliationKind.CashFlow : ReconciliationKind.Position;
        var index = parts.Findings.IndexOf(kind, instrumentId);
        if (index >= 0)
        {
            finding = parts.Findings[index];
            return true;
        }
        index = isCash ? -1 : parts.Findings.IndexOf(ReconciliationKind.EmptyView, 0);
        if (index < 0) return false;

        // The venue reported nothing at all. Who says in spite of that that it is flat there knows it from elsewhere.
        finding = parts.Findings[index];
        finding.Engine = parts.Portfolio.View.Position(instrumentId).Quantity;
        finding.Venue = 0;
        return finding.Engine != 0;
    }
}
