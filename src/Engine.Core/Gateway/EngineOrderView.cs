using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>An order of the engine that is not terminal, as the reconciler needs it.</summary>
/// <param name="Filled">Sum of its executions, those that came as answers included.</param>
/// <param name="InstrumentId">Its instrument; -1 if that does not matter.</param>
/// <param name="IsUnderWay">It may not have come to the venue yet: what is not known of it is no difference.</param>
public readonly record struct EngineOrderView(
    long OrderId, OrderStatus Status, long Filled, int SessionEpoch, int InstrumentId = -1, bool IsUnderWay = false);
