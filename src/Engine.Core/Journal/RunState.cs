namespace Engine.Core.Journal;

/// <summary>Where a run stands in its manifest entry.</summary>
public enum RunState
{
    /// <summary>Being written, or its engine died.</summary>
    Open = 1,

    /// <summary>Its end is decided; trimming the files is under way and is repeated until it is done.</summary>
    Closing = 2,

    /// <summary>Complete: not a byte of it changes any more.</summary>
    Sealed = 3,
}
