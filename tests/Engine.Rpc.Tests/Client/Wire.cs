using System.Buffers.Binary;
using System.IO.Compression;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Engine.Rpc.Tests.Client;

/// <summary>The bytes of gRPC, written independently of the code under test.</summary>
internal static class Wire
{
    /// <summary>Messages of these methods are plain bytes.</summary>
    public static readonly Method<byte[], byte[]> Unary = Make(MethodType.Unary);
    public static readonly Method<byte[], byte[]> ClientStream = Make(MethodType.ClientStreaming);
    public static readonly Method<byte[], byte[]> ServerStream = Make(MethodType.ServerStreaming);
    public static readonly Method<byte[], byte[]> Duplex = Make(MethodType.DuplexStreaming);

    public static byte[] Frame(byte[] message, byte flag = 0)
    {
        byte[] frame = new byte[message.Length + 5];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    public static byte[] Gzip(byte[] plain)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return compressed.ToArray();
    }

    public static byte[] Gunzip(byte[] compressed)
    {
        var plain = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>The next message of a request with its flag; null at the end.</summary>
    public static async Task<(byte Flag, byte[] Message)?> ReadAsync(HttpContext context)
    {
        byte[] head = new byte[5];
        int count = await context.Request.Body.ReadAtLeastAsync(head, 5, throwOnEndOfStream: false);
        if (count == 0)
        {
            return null;
        }

        byte[] message = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
        await context.Request.Body.ReadExactlyAsync(message);
        return (head[0], message);
    }

    /// <summary>Sends the headers of a normal response.</summary>
    public static Task BeginAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        return context.Response.Body.FlushAsync();
    }

    public static async Task SendAsync(HttpContext context, byte[] message, byte flag = 0)
    {
        await context.Response.Body.WriteAsync(Frame(message, flag));
        await context.Response.Body.FlushAsync();
    }

    public static void End(HttpContext context, StatusCode code = StatusCode.OK, string? detail = null)
    {
        context.Response.AppendTrailer("grpc-status", ((int)code).ToString());
        if (detail is not null)
        {
            context.Response.AppendTrailer("grpc-message", detail);
        }
    }

    /// <summary>Headers, one message, trailers.</summary>
    public static async Task AnswerAsync(HttpContext context, byte[] message)
    {
        await BeginAsync(context);
        await SendAsync(context, message);
        End(context);
    }

    private static Method<byte[], byte[]> Make(MethodType type)
    {
        Marshaller<byte[]> bytes = Marshallers.Create<byte[]>(static value => value, static value => value);
        return new Method<byte[], byte[]>(type, "test.Wire", type.ToString(), bytes, bytes);
    }
}
