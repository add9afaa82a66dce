using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>Settings of all services of a server.</summary>
public class GrpcServiceOptions
{
    /// <summary>Longest request taken unless set otherwise: 4 MiB.</summary>
    internal const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    /// <summary>Longest response in bytes, before compression. Null: any that fits an array.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Longest request in bytes, compressed and decompressed. 4 MiB. Null: any that fits an array.</summary>
    public int? MaxReceiveMessageSize { get; set; } = DefaultMaxReceiveMessageSize;

    /// <summary>
    /// Whether clients are told the message of an exception, which may be more than they should know.
    /// </summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>Whether calls of services that are not mapped are left to other endpoints, instead of UNIMPLEMENTED.
    /// </summary>
    public bool? IgnoreUnknownServices { get; set; }

    /// <summary>Codec of responses to clients that accept it. Null: not compressed.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>How hard responses are compressed. Null: the codec's own choice.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>Codecs for requests and responses. gzip unless changed.</summary>
    public IList<ICompressionProvider> CompressionProviders { get; set; } =
        [new GzipCompressionProvider(CompressionLevel.Fastest)];

    /// <summary>Interceptors around every handler, outermost first.</summary>
    public InterceptorCollection Interceptors { get; } = [];
}
