namespace Engine.Core.Events;

/// <summary>Journaled. What would make a difference between engine and venue disappear.</summary>
public enum ReconciliationCorrection : byte
{
    None = 0,

    /// <summary>Executions that the engine has not seen are asked for, and applied by their ids.</summary>
    ApplyExecutions = 1,

    /// <summary>An operator has to find out what became of the order, and say so.</summary>
    ResolveOrder = 2,

    /// <summary>An operator may take the order over, or leave it to whom it belongs.</summary>
    AdoptOrder = 3,

    /// <summary>An operator may book the venue's position, at a cost that he states.</summary>
    AdoptPosition = 4,

    /// <summary>An operator may book the venue's cash.</summary>
    AdoptCash = 5,
}
