using Engine.Core.Control;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>Which unwritten intents a hold keeps from the venue.</summary>
internal static class HoldCover
{
    /// <summary>
    /// Cancels, protective legs and emergency exits pass a halt; nothing passes read-only but questions.
    /// </summary>
    public static bool Covers(in HoldPayload hold, in EngineEvent intent)
    {
        if (intent.Kind == EventKind.ReconciliationRequested || !IsInScope(in hold, in intent)) return false;

        return hold.Permission == Permission.ReadOnly
            || (intent.Kind != EventKind.CancelRequested
                && CommandTable.KeepsUnwritten(hold.Permission, intent.Order.Class));
    }

    private static bool IsInScope(in HoldPayload hold, in EngineEvent intent) => hold.Scope switch
    {
        HoldScope.Account => true,
        HoldScope.Strategy => hold.ScopeId == intent.StrategyId,
        HoldScope.Instrument => hold.ScopeId == intent.InstrumentId,
        _ => false,
    };
}
