using Grpc.Core;

namespace Engine.Rpc.Protocol;

/// <summary>
/// Metadata as headers: text as it is, bytes as base64, sent without padding and read with or without it; several
/// values of one key may come as one header with commas.
/// </summary>
internal static class MetadataCodec
{
    /// <summary>The value of a header for an entry that a user wants to send.</summary>
    /// <exception cref="ArgumentException">
    /// The key belongs to the protocol, or the text holds more than printable ASCII, which could inject headers.
    /// </exception>
    public static string EncodeValue(Metadata.Entry entry)
    {
        if (GrpcHeaders.IsReserved(entry.Key))
        {
            throw new ArgumentException(
                $"Metadata key '{entry.Key}' belongs to the gRPC protocol; choose another key.");
        }

        if (entry.IsBinary)
        {
            return Convert.ToBase64String(entry.Bytes).TrimEnd('=');
        }

        foreach (char c in entry.Value)
        {
            if (c is < ' ' or > '~')
            {
                throw new ArgumentException(
                    $"Metadata value of '{entry.Key}' holds the character U+{(int)c:X4}; only printable ASCII can be"
                    + $" sent as text. Use a key that ends in '{Metadata.BinaryHeaderSuffix}' and bytes instead.");
            }
        }

        return entry.Value;
    }

    /// <summary>Adds a header that came from the peer.</summary>
    /// <param name="metadata">Where to.</param>
    /// <param name="name">Name of the header, in any case.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="RpcException">INTERNAL: a binary value is not base64.</exception>
    public static void Decode(Metadata metadata, string name, string value)
    {
        string key = name.ToLowerInvariant();
        if (GrpcHeaders.IsReserved(key) || !Metadata.Entry.IsValidKey(key))
        {
            // A header that cannot be metadata is none: it is no reason to fail a call.
            return;
        }

        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
        {
            metadata.Add(new Metadata.Entry(key, value));
            return;
        }

        foreach (Range part in value.AsSpan().Split(','))
        {
            metadata.Add(Metadata.Entry.FromWire(key, DecodeBase64(key, value.AsSpan()[part].Trim())));
        }
    }

    private static byte[] DecodeBase64(string key, ReadOnlySpan<char> text)
    {
        text = text.TrimEnd('=');
        Span<char> padded = text.Length <= 256 ? stackalloc char[text.Length + 3] : new char[text.Length + 3];
        text.CopyTo(padded);
        padded[text.Length..].Fill('=');
        int length = (text.Length + 3) / 4 * 4;
        byte[] bytes = new byte[text.Length * 3 / 4];
        if (!Convert.TryFromBase64Chars(padded[..length], bytes, out int written) || written != bytes.Length)
        {
            throw new RpcException(new Status(
                StatusCode.Internal, $"Metadata value of '{key}' is not base64, which keys in '-bin' need."));
        }

        return bytes;
    }
}
