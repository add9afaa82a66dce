using Engine.Rpc.Protocol;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;

namespace Engine.Rpc.Client;

/// <summary>Makes the HTTP request of a call.</summary>
internal static class CallRequest
{
    // Grammar of gRPC: "grpc-" language "-" variant "/" version.
    private static readonly string UserAgent =
        $"grpc-dotnet-engine/{typeof(CallRequest).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>The request without its content, the user's metadata and the deadline.</summary>
    public static HttpRequestMessage Create(
        GrpcChannel channel, IMethod method, string? host, ICompressionProvider? codec)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, channel.AddressOf(method))
        {
            Version = channel.HttpVersion,
            VersionPolicy = channel.HttpVersionPolicy,
        };
        request.Headers.TryAddWithoutValidation("TE", "trailers");
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation(GrpcHeaders.AcceptEncoding, channel.Codecs.AcceptHeader);
        if (codec is not null)
        {
            request.Headers.TryAddWithoutValidation(GrpcHeaders.Encoding, codec.EncodingName);
        }

        if (host is not null)
        {
            request.Headers.Host = host;
        }

        return request;
    }

    /// <summary>Adds metadata of the user, after the content is set.</summary>
    /// <exception cref="RpcException">INTERNAL: an entry cannot be sent.</exception>
    public static void Add(HttpRequestMessage request, Metadata metadata)
    {
        foreach (Metadata.Entry entry in metadata)
        {
            if (entry.Key == Metadata.CompressionRequestKey)
            {
                continue;
            }

            string value = Encode(entry);
            if (!request.Headers.TryAddWithoutValidation(entry.Key, value)
                && !request.Content!.Headers.TryAddWithoutValidation(entry.Key, value))
            {
                throw Refused($"Metadata key '{entry.Key}' cannot be sent as a header.", null);
            }
        }
    }

    /// <summary>The codec that the headers of a call ask for; null for none.</summary>
    /// <exception cref="RpcException">INTERNAL: the channel has no such codec.</exception>
    public static ICompressionProvider? FindCodec(GrpcChannel channel, Metadata? headers)
    {
        string? name = headers?.GetValue(Metadata.CompressionRequestKey);
        if (Codecs.IsIdentity(name))
        {
            return null;
        }

        return channel.Codecs.Find(name!) ?? throw Refused(
            $"The call asks for the codec '{name}', which is not among CompressionProviders of the channel.", null);
    }

    private static string Encode(Metadata.Entry entry)
    {
        try
        {
            return MetadataCodec.EncodeValue(entry);
        }
        catch (ArgumentException exception)
        {
            throw Refused(exception.Message, exception);
        }
    }

    private static RpcException Refused(string detail, Exception? cause) =>
        new(new Status(StatusCode.Internal, detail, cause));
}
