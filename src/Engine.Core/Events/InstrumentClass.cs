namespace Engine.Core.Events;

/// <summary>Journaled.</summary>
public enum InstrumentClass : byte
{
    None = 0,
    Equity = 1,
    Forex = 2,
    Future = 3,
    Option = 4,
    Crypto = 5,
    Cfd = 6,
}
