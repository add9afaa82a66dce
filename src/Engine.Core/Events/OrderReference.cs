using System.Buffers.Text;

namespace Engine.Core.Events;

/// <summary>
/// What an order is called at a venue, so that the orders of several engines can be told apart there:
/// <c>engine-epoch-order</c>, the engine id (at most 4 characters), the session in which the order was sent and its id,
/// in ASCII, at most 24 characters. An engine finds its own orders by it, whoever reports them.
/// </summary>
public static class OrderReference
{
    public const int EngineIdCharactersMax = 4;

    private const byte Separator = (byte)'-';

    /// <summary>False if it does not fit: the engine id is too long, or the numbers are too long.
    /// </summary>
    public static bool TryMake(ReadOnlySpan<byte> engineId, int sessionEpoch, long orderId, out AsciiText24 reference)
    {
        reference = default;
        if (engineId.Length is 0 or > EngineIdCharactersMax || sessionEpoch < 0 || orderId <= 0) return false;

        Span<byte> text = reference;
        engineId.CopyTo(text);
        var length = engineId.Length;
        text[length++] = Separator;
        if (!Utf8Formatter.TryFormat(sessionEpoch, text[length..], out var written)) return Fail(out reference);
        length += written;
        if (length == text.Length) return Fail(out reference);
        text[length++] = Separator;
        return Utf8Formatter.TryFormat(orderId, text[length..], out _) || Fail(out reference);
    }

    /// <summary>True if the reference is one of this engine; then its session and order.</summary>
    public static bool TryRead(
        in AsciiText24 reference, ReadOnlySpan<byte> engineId, out int sessionEpoch, out long orderId)
    {
        (sessionEpoch, orderId) = (0, 0);
        ReadOnlySpan<byte> text = reference;
        var end = text.IndexOf((byte)0);
        if (end >= 0) text = text[..end];
        if (text.Length <= engineId.Length || !text.StartsWith(engineId) || text[engineId.Length] != Separator)
            return false;

        text = text[(engineId.Length + 1)..];
        return Utf8Parser.TryParse(text, out sessionEpoch, out var used) && used < text.Length
            && text[used] == Separator && sessionEpoch >= 0
            && Utf8Parser.TryParse(text[(used + 1)..], out orderId, out var rest)
            && used + 1 + rest == text.Length && orderId > 0;
    }

    /// <summary>For people; empty if it does not fit.</summary>
    public static string TextOf(string engineId, int sessionEpoch, long orderId)
    {
        ArgumentNullException.ThrowIfNull(engineId);
        var id = System.Text.Encoding.ASCII.GetBytes(engineId);
        return TryMake(id, sessionEpoch, orderId, out var reference) ? reference.ToString() : "";
    }

    private static bool Fail(out AsciiText24 reference)
    {
        reference = default;
        return false;
    }
}
