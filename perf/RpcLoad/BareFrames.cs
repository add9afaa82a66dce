using System.Buffers.Binary;

namespace RpcLoad;

/// <summary>The bytes that the bare callers exchange: framed like a message of the layered ones.</summary>
internal static class BareFrames
{
    public static byte[] Of(int payloadBytes)
    {
        // Five bytes of frame, a tag and a length of protobuf: as close to the layered message as a constant gets.
        var frame = new byte[5 + 2 + payloadBytes];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)(frame.Length - 5));
        return frame;
    }

    public static HttpRequestMessage Request(Uri address, HttpContent content)
    {
        content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/rpcload.Echo/Unary"))
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        return request;
    }
}
