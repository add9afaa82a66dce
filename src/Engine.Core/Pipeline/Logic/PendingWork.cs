namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Work that did not fit the group it began in; it goes on with a journaled Continuation input. In state.
/// </summary>
[Flags]
public enum PendingWork : byte
{
    None = 0,

    /// <summary>Orders without acknowledgement become Unknown after a restart.</summary>
    MarkUnknown = 1,

    /// <summary>Working orders are being canceled.</summary>
    CancelAll = 2,

    /// <summary>More timers are due than one group can hold.</summary>
    Timers = 4,

    /// <summary>The venue is being asked about orders that its lists did not name.</summary>
    AskOrders = 8,

    /// <summary>Orders take the state that the venue's answers prove.</summary>
    ResolveOrders = 16,

    /// <summary>Orders are marked to be canceled.</summary>
    CancelMarked = 32,

    /// <summary>A flatten has more to do than fitted its group.</summary>
    Flatten = 64,

    /// <summary>The question for everything that the venue holds waits for messages of the connection.</summary>
    AskAll = 128,
}
