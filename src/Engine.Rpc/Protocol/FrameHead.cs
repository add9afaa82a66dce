using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace Engine.Rpc.Protocol;

/// <summary>The five bytes before each message: whether it is compressed, and its length.</summary>
internal readonly record struct FrameHead(bool IsCompressed, uint Length)
{
    /// <summary>Bytes of a head on the wire.</summary>
    public const int SizeInBytes = 5;

    /// <summary>Writes the head.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = IsCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(destination[1..], Length);
    }

    /// <summary>Reads a head from the first five bytes.</summary>
    /// <exception cref="RpcException">INTERNAL: the first byte is neither 0 nor 1.</exception>
    public static FrameHead Read(in ReadOnlySequence<byte> bytes)
    {
        Span<byte> head = stackalloc byte[SizeInBytes];
        bytes.Slice(0, SizeInBytes).CopyTo(head);
        if (head[0] > 1)
        {
            throw new RpcException(new Status(
                StatusCode.Internal, $"A message begins with the compression flag {head[0]}; only 0 and 1 exist."));
        }

        // The length is unsigned: 0xFFFFFFFF is 4 GiB, not -1.
        return new FrameHead(head[0] == 1, BinaryPrimitives.ReadUInt32BigEndian(head[1..]));
    }
}
