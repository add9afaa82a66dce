using System.Buffers;
using System.Buffers.Binary;
using Grpc.Net.Compression;

namespace Engine.Rpc.Protocol;

/// <summary>
/// The last four bytes of gzip data: length of the plain data modulo 2^32, little endian (RFC 1952, section 2.3.1).
/// <see cref="System.IO.Compression.GZipStream"/> takes data that were cut off for complete, so half a message could be
/// parsed as a whole one; the trailer tells.
/// </summary>
internal static class GzipTrailer
{
    private const string Gzip = "gzip";
    private const int LengthBytes = 4;

    // Ten bytes of head and eight of trailer; less is a part of the head, whose zeros look like a length of nothing.
    private const int SmallestMember = 18;

    /// <summary>Whether the data are gzip and do not end with the length that was decompressed.</summary>
    public static bool IsMissing(ICompressionProvider codec, in ReadOnlySequence<byte> compressed, int plainLength)
    {
        // GZipStream, and with it other stacks on .NET, makes nothing of nothing: the empty message has no member.
        if (!string.Equals(codec.EncodingName, Gzip, StringComparison.OrdinalIgnoreCase) || compressed.IsEmpty)
        {
            return false;
        }

        if (compressed.Length < SmallestMember)
        {
            return true;
        }

        Span<byte> trailer = stackalloc byte[LengthBytes];
        compressed.Slice(compressed.Length - LengthBytes).CopyTo(trailer);
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer) != (uint)plainLength;
    }
}
