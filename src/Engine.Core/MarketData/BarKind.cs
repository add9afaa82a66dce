namespace Engine.Core.MarketData;

/// <summary>What ends a bar.</summary>
public enum BarKind : byte
{
    None = 0,

    /// <summary>A span of event time, aligned to 1970-01-01T00:00:00Z.</summary>
    Time = 1,

    /// <summary>A number of trades.</summary>
    Tick = 2,

    /// <summary>A traded volume.</summary>
    Volume = 3,
}
