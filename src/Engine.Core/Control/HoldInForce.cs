using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>A hold that was in force when a command was answered.</summary>
/// <param name="Sequence">Of the record that placed it.</param>
public sealed record HoldInForce(
    int HoldId, HoldScope Scope, int ScopeId, HoldKind Kind, Permission Permission, string Who, string Why,
    long Sequence, long PlacedTimeNs)
{
    /// <summary>Reads the record that placed it.</summary>
    public static HoldInForce Of(in EngineEvent placed) => new(
        placed.Hold.HoldId, placed.Hold.Scope, placed.Hold.ScopeId, placed.Hold.HoldKind, placed.Hold.Permission,
        placed.Hold.Who.ToString(), placed.Hold.Why.ToString(), placed.Sequence, placed.TimestampNs);
}
