namespace Engine.Core.Events;

/// <summary>Journaled. Types beyond these are refused with <see cref="RiskCode.UnsupportedOrderType"/>.</summary>
public enum OrderType : byte
{
    None = 0,
    Market = 1,
    Limit = 2,
}
