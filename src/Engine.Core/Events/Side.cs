namespace Engine.Core.Events;

/// <summary>Journaled. Which way an order or execution goes.</summary>
public enum Side : byte
{
    None = 0,
    Buy = 1,
    Sell = 2,
}
