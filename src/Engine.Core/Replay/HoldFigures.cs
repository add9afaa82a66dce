using Engine.Core.Control;
using Engine.Core.Risk;

namespace Engine.Core.Replay;

/// <summary>The holds of a model at rest, as readers get them.</summary>
public static class HoldFigures
{
    /// <summary>Holds in force, oldest first.</summary>
    public static IReadOnlyList<HoldInForce> Of(HoldTable holds)
    {
        ArgumentNullException.ThrowIfNull(holds);
        var found = new List<HoldInForce>();
        for (var slot = 0; slot < holds.Capacity; slot++)
        {
            if (!holds.TryReadSlot(slot, out var hold)) continue;
            found.Add(new HoldInForce(
                hold.HoldId, hold.Scope, hold.ScopeId, hold.Kind, hold.Permission, hold.Who.ToString(),
                hold.Why.ToString(), hold.PlacedSequence, hold.PlacedTimeNs));
        }
        found.Sort((left, right) => left.HoldId.CompareTo(right.HoldId));
        return found;
    }
}
