using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>What a command would do if it were given now. Nothing is journaled and nothing is changed.</summary>
public sealed record CommandPreview
{
    /// <summary>Last sequence that was looked at.</summary>
    public required long Sequence { get; init; }

    /// <summary>The answer that it would get, with counts and the state after it.</summary>
    public required CommandAnswerPayload Result { get; init; }

    /// <summary>What it does, a line each.</summary>
    public required IReadOnlyList<string> Does { get; init; }

    /// <summary>What it does not do, though one might think so.</summary>
    public required IReadOnlyList<string> DoesNot { get; init; }

    /// <summary>The state after it.</summary>
    public required IReadOnlyList<string> After { get; init; }
}
