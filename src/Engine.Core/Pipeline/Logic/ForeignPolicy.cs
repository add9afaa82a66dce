namespace Engine.Core.Pipeline.Logic;

/// <summary>What the engine does about orders of others (setting <c>orders.foreign</c>).</summary>
public enum ForeignPolicy
{
    /// <summary>Shown, and counted in exposure at their worst case.</summary>
    Observe,

    /// <summary>The same, and no new exposure in their instruments until somebody releases the hold.</summary>
    Quarantine,
}
