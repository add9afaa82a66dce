namespace Engine.Core.Events;

/// <summary>
/// Journaled. Types beyond these are refused with <see cref="RiskCode.UnsupportedOrderType"/>. What each does under
/// which time in force says <see cref="OrderTypeTable"/>.
/// </summary>
public enum OrderType : byte
{
    None = 0,
    Market = 1,
    Limit = 2,

    /// <summary>A market order from the moment that its stop price is reached.</summary>
    Stop = 3,

    /// <summary>A limit order from the moment that its stop price is reached.</summary>
    StopLimit = 4,

    /// <summary>A stop whose price follows the market at a distance and never moves back.</summary>
    TrailingStop = 5,

    /// <summary>Executed at the price of the close.</summary>
    MarketOnClose = 6,

    /// <summary>Executed at the price of the close if that is the limit or better.</summary>
    LimitOnClose = 7,
}
