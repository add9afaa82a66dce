namespace Engine.Core.MarketData;

/// <summary>One instrument of the simulated market.</summary>
/// <param name="Symbol">Its definition comes from the instrument catalog.</param>
/// <param name="StartPrice">A decimal as text; rounded down to the tick.</param>
/// <param name="VolatilityMilliTicks">Standard deviation of the noise added per row, in thousandths of a tick.</param>
public sealed record SimulatedInstrument(string Symbol, string StartPrice, long VolatilityMilliTicks);
