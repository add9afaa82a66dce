using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>
/// The records of a command as the control lane takes them: head, identity, text (name, reason, body).
/// </summary>
public static class CommandRecords
{
    public const int ReasonCharactersMax = 1_000;
    public const int KeyCharactersMax = 64;

    /// <summary>Of the evidence for how an order ended.</summary>
    public const int EvidenceCharactersMax = 1_000;

    /// <summary>A command fits the smallest group with room for what it decides.</summary>
    public const int BodyCharactersMax = 4_000;

    private const string ClipMark = "...";

    /// <exception cref="ArgumentException">Principal, reason or key cannot be used; the message says which.</exception>
    public static EngineEvent[] Build(OperatorCommand command, long requestId)
    {
        ArgumentNullException.ThrowIfNull(command);
        var issuer = command.Issuer;
        Check(issuer);
        var head = command.Head;
        var identity = Continuation(EventKind.CommandIdentity);
        ref var who = ref identity.CommandIdentity;
        who.RequestId = requestId;
        who.Role = issuer.Role;
        who.Principal = AsciiText32.From(issuer.Principal);
        who.IsApproval = command.IsApproval ? (byte)1 : (byte)0;
        (who.KeyHigh, who.KeyLow) = Hash(Encoding.UTF8.GetBytes(issuer.IdempotencyKey));
        (who.BodyHigh, who.BodyLow) = HashOfContent(in head, command.Body);

        var name = Clean(issuer.OperatorName);
        if (name.Length > AsciiText32.SizeInBytes) name = name[..AsciiText32.SizeInBytes];
        var reason = Clean(issuer.Reason);
        if (reason.Length > ReasonCharactersMax)
        {
            reason = reason[..(ReasonCharactersMax - ClipMark.Length)] + ClipMark;
            who.IsReasonClipped = 1;
        }
        who.OperatorNameBytes = (byte)name.Length;
        who.ReasonBytes = reason.Length;
        who.BodyBytes = command.Body.Length;
        if (UsesCommandPayload(head.Kind))
        {
            head.Command.Operator = who.Principal;
            var shown = reason.Length <= AsciiText32.SizeInBytes ? reason
                : reason[..(AsciiText32.SizeInBytes - ClipMark.Length)] + ClipMark;
            head.Command.Reason = AsciiText32.From(shown);
        }
        return WithText(head, identity, Encoding.ASCII.GetBytes(name + reason + command.Body));
    }

    private static void Check(CommandIssuer issuer)
    {
        if (!AsciiText.TryWrite(issuer.Principal, new byte[AsciiText32.SizeInBytes]) || issuer.Principal.Length == 0)
        {
            throw new ArgumentException(
                $"Principal '{issuer.Principal}': give 1 to {AsciiText32.SizeInBytes} printable ASCII characters.");
        }
        if (string.IsNullOrWhiteSpace(issuer.Reason))
            throw new ArgumentException("A command needs a reason: say why, it goes into the journal.");
        if (issuer.IdempotencyKey.Length is 0 or > KeyCharactersMax)
        {
            throw new ArgumentException(
                $"Idempotency key '{issuer.IdempotencyKey}': give 1 to {KeyCharactersMax} characters, others for each "
                + "command.");
        }
        if (issuer.Role is OperatorRole.None or > OperatorRole.Admin)
        {
            throw new ArgumentException(
                $"Role {(int)issuer.Role} is none: give one of viewer, emergency, operator, admin.");
        }
    }

    /// <summary>Of what a command asks for: names and reason are not in it.</summary>
    internal static (ulong High, ulong Low) HashOfContent(in EngineEvent head, string body)
    {
        var headBytes = MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in head, 1));
        return Hash([.. headBytes, .. Encoding.ASCII.GetBytes(body)]);
    }

    /// <summary>The head of such a command also carries who and why.</summary>
    internal static bool UsesCommandPayload(EventKind kind) =>
        kind is >= EventKind.HoldCommanded and <= EventKind.StopCommanded;

    private static EngineEvent[] WithText(in EngineEvent head, in EngineEvent identity, ReadOnlySpan<byte> text)
    {
        var records = new EngineEvent[2 + ((text.Length + TextBytes88.SizeInBytes - 1) / TextBytes88.SizeInBytes)];
        records[0] = head;
        records[1] = identity;
        for (var i = 2; i < records.Length; i++)
        {
            records[i] = Continuation(head.Kind);
            var chunk = text[((i - 2) * TextBytes88.SizeInBytes)..];
            chunk[..Math.Min(chunk.Length, TextBytes88.SizeInBytes)].CopyTo((Span<byte>)records[i].Text.Bytes);
        }
        return records;
    }

    private static EngineEvent Continuation(EventKind kind) => new()
    {
        Kind = kind,
        InstrumentId = -1,
        Flags = EventFlags.Continuation,
        SchemaVersion = EngineEvent.CurrentSchemaVersion,
    };

    // Words come from people: what is not ASCII must not stop a halt.
    private static string Clean(string text) => string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?'));

    private static (ulong High, ulong Low) Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        return (BinaryPrimitives.ReadUInt64BigEndian(digest), BinaryPrimitives.ReadUInt64BigEndian(digest[8..]));
    }
}
