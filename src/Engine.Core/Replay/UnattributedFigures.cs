using Engine.Core.Events;
using Engine.Core.Pipeline.Logic;

namespace Engine.Core.Replay;

/// <summary>An execution that counts for the account and belongs to no order known, for people.</summary>
public sealed record UnattributedFigures(
    string ExecutionId, int InstrumentId, Side Side, long Quantity, long Price, long Commission, int BrokerOrderId,
    long CountedTimeNs)
{
    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<UnattributedFigures> OfAll(LogicView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var found = new List<UnattributedFigures>();
        var end = view.ExecutionIds.NextNumber;
        var first = Math.Max(0, end - view.ExecutionLedger.Capacity);
        for (var number = first; number < end && found.Count < view.Executions.Unattributed; number++)
        {
            ref readonly var entry = ref view.ExecutionLedger.Find(number, out var isKept);
            if (!isKept || !entry.IsUnattributed || entry.IsBusted) continue;
            found.Add(new UnattributedFigures(
                view.ExecutionIds.IdOf(number).ToString(), entry.InstrumentId, entry.Side, entry.Quantity, entry.Price,
                entry.Commission, entry.BrokerOrderId, entry.CountedTimeNs));
        }
        return found;
    }
}
