namespace Engine.Core.Events;

/// <summary>How near a maintenance window is. Journaled: the numbers are permanent.</summary>
public enum MaintenanceStage : byte
{
    None = 0,

    /// <summary>The lead time of a window: nothing is opened any more.</summary>
    Draining = 1,

    /// <summary>Within a window: nothing is sent but cancels.</summary>
    Closed = 2,
}
