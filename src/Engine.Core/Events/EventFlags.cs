namespace Engine.Core.Events;

/// <summary>Bits of <see cref="EngineEvent.Flags"/>. Journaled; a bit is never given another meaning.</summary>
[Flags]
public enum EventFlags : byte
{
    None = 0,

    /// <summary>The last record of a group: an input and everything decided because of it.</summary>
    LastOfGroup = 1,

    /// <summary>Carries 88 more bytes of the record before it (text that does not fit one payload).</summary>
    Continuation = 2,

    /// <summary>The last record of its segment, because an operator wanted it so.</summary>
    EndsSegment = 4,

    /// <summary>An order or replacement whose <see cref="EventKind.OrderTerms"/> is the very next record.</summary>
    HasTerms = 8,
}
