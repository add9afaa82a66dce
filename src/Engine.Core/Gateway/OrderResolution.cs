using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>What becomes of one order of the engine.</summary>
/// <param name="Status">The state to take, for Working, Terminal and NotReceived; else None.</param>
public readonly record struct OrderResolution(
    long OrderId, ReconciliationVerdict Verdict, OrderStatus Status, VenueReason Reason, long CumulativeQuantity);
