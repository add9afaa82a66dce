using Engine.Core.Control;

namespace Engine.Core.Replay;

/// <summary>What waits for a second person in a model at rest, as readers get it.</summary>
public static class ApprovalFigures
{
    /// <summary>Those that can still be approved, oldest first.</summary>
    public static IReadOnlyList<WaitingApproval> Of(ApprovalTable approvals, long nowNs)
    {
        ArgumentNullException.ThrowIfNull(approvals);
        List<WaitingApproval>? found = null;
        for (var slot = 0; slot < approvals.Capacity; slot++)
        {
            if (!approvals.TryReadSlot(slot, nowNs, out var waiting)) continue;
            (found ??= []).Add(new WaitingApproval(waiting.Sequence, waiting.Principal.ToString(), waiting.UntilNs));
        }
        found?.Sort((left, right) => left.Sequence.CompareTo(right.Sequence));
        return found is null ? [] : found;
    }
}
