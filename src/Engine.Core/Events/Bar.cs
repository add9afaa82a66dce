namespace Engine.Core.Events;

/// <summary>A closed bar. Prices and volume are fixed point in the exponents of the instrument.</summary>
/// <param name="StartTimeNs">Start of the interval, or event time of the first trade for tick and volume bars.</param>
/// <param name="EndTimeNs">End of the interval, or event time of the last trade.</param>
public readonly record struct Bar(
    long StartTimeNs, long EndTimeNs, long Open, long High, long Low, long Close, long Volume, long TradeCount);
