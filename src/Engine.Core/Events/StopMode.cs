namespace Engine.Core.Events;

/// <summary>Journaled. What happens to working orders at a stop.</summary>
public enum StopMode : byte
{
    None = 0,

    /// <summary>Wait for working orders until the deadline.</summary>
    Drain = 1,

    /// <summary>Cancel them.</summary>
    Cancel = 2,

    /// <summary>Cancel them and close positions.</summary>
    Flatten = 3,

    /// <summary>Leave them working.</summary>
    Park = 4,
}
