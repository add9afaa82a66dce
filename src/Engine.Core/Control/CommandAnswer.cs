using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>What became of a command; durable before anybody hears of it.</summary>
public sealed record CommandAnswer
{
    /// <summary>Sequence of the record that holds the answer.</summary>
    public required long Sequence { get; init; }

    /// <summary>The journaled answer, with counts.</summary>
    public required CommandAnswerPayload Result { get; init; }

    /// <summary>Every hold in force at that moment, or shortly after it, oldest first.</summary>
    public required IReadOnlyList<HoldInForce> Holds { get; init; }

    public CommandCode Code => Result.Code;

    public bool IsRefused => Result.Code < 0;

    public bool IsRepeat => Result.IsRepeat != 0;
}
