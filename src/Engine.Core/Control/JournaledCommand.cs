using System.Text;
using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>A command as it was given, read back from its records.</summary>
public sealed record JournaledCommand
{
    private JournaledCommand()
    {
    }

    /// <summary>Sequence of its head.</summary>
    public required long Sequence { get; init; }

    /// <summary>Engine time at which it was taken.</summary>
    public required long TimeNs { get; init; }

    /// <summary>Who gave it, as far as that was proved.</summary>
    public required string Principal { get; init; }

    /// <summary>What he called himself; empty if he did not say.</summary>
    public required string OperatorName { get; init; }

    public required string Reason { get; init; }

    /// <summary>Text that belongs to what is asked for.</summary>
    public required string Body { get; init; }

    /// <summary>The head as it was before names, reason and place in the journal were filled in.</summary>
    public required EngineEvent Head { get; init; }

    /// <summary>Reads the command at the beginning of some records.</summary>
    /// <returns>Null if they do not begin with a whole command, or its content is not what its hash says.</returns>
    public static JournaledCommand? Read(ReadOnlySpan<EngineEvent> records)
    {
        if (records.Length < 2 || records[1].Kind != EventKind.CommandIdentity
            || !CommandVerbs.TryOf(in records[0], out _)) return null;

        ref readonly var who = ref records[1].CommandIdentity;
        var text = TextOf(records, who.OperatorNameBytes + who.ReasonBytes + who.BodyBytes);
        if (text is null) return null;

        var head = new EngineEvent
        {
            Kind = records[0].Kind,
            InstrumentId = records[0].InstrumentId,
            SchemaVersion = records[0].SchemaVersion,
            Text = records[0].Text,
        };
        if (CommandRecords.UsesCommandPayload(head.Kind))
            (head.Command.Operator, head.Command.Reason) = (default, default);
        var body = text[(who.OperatorNameBytes + who.ReasonBytes)..];
        if (CommandRecords.HashOfContent(in head, body) != (who.BodyHigh, who.BodyLow)) return null;
        return new JournaledCommand
        {
            Sequence = records[0].Sequence,
            TimeNs = records[0].TimestampNs,
            Principal = who.Principal.ToString(),
            OperatorName = text[..who.OperatorNameBytes],
            Reason = text.Substring(who.OperatorNameBytes, who.ReasonBytes),
            Body = body,
            Head = head,
        };
    }

    private static string? TextOf(ReadOnlySpan<EngineEvent> records, int bytes)
    {
        var text = new StringBuilder();
        for (var i = 2; i < records.Length && text.Length < bytes && records[i].IsContinuation; i++)
            text.Append(Encoding.ASCII.GetString(records[i].Text.Bytes));
        return text.Length >= bytes ? text.ToString(0, bytes) : null;
    }
}
