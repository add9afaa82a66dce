using System.IO.Compression;
using Engine.Rpc.Protocol;
using Grpc.AspNetCore.Server;
using Grpc.Net.Compression;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Engine.Rpc.Server;

/// <summary>The options of the server as calls read them: checked, and not to be changed any more.</summary>
internal sealed class ServerSettings
{
    public ServerSettings(IOptions<GrpcServiceOptions> options, ILoggerFactory loggers)
    {
        GrpcServiceOptions value = options.Value;
        MaxSendBytes = Checked(value.MaxSendMessageSize, nameof(value.MaxSendMessageSize));
        MaxReceiveBytes = Checked(value.MaxReceiveMessageSize, nameof(value.MaxReceiveMessageSize));
        TellsDetails = value.EnableDetailedErrors ?? false;
        AnswersUnknownServices = !(value.IgnoreUnknownServices ?? false);
        Codecs = new Codecs([.. value.CompressionProviders]);
        CompressionLevel = value.ResponseCompressionLevel;
        Interceptors = [.. value.Interceptors];
        Log = loggers.CreateLogger("Grpc.AspNetCore.Server");
        if (!Codecs.IsIdentity(value.ResponseCompressionAlgorithm))
        {
            ResponseCodec = Codecs.Find(value.ResponseCompressionAlgorithm!)
                ?? throw new InvalidOperationException(
                    $"{nameof(value.ResponseCompressionAlgorithm)} is '{value.ResponseCompressionAlgorithm}', but"
                    + $" {nameof(value.CompressionProviders)} has only '{Codecs.AcceptHeader}'.");
        }
    }

    public int? MaxSendBytes { get; }

    public int? MaxReceiveBytes { get; }

    /// <summary>Whether clients are told the messages of exceptions.</summary>
    public bool TellsDetails { get; }

    public bool AnswersUnknownServices { get; }

    public Codecs Codecs { get; }

    /// <summary>Codec of responses, if the client accepts it. Null: none.</summary>
    public ICompressionProvider? ResponseCodec { get; }

    public CompressionLevel? CompressionLevel { get; }

    /// <summary>Outermost first.</summary>
    public IReadOnlyList<InterceptorRegistration> Interceptors { get; }

    public ILogger Log { get; }

    /// <summary>Whether the route of unknown services is there, which one mapped service brings for all.</summary>
    public bool HasRouteOfUnknownServices { get; set; }

    private static int? Checked(int? bytes, string name) =>
        bytes is null or >= 0
            ? bytes
            : throw new InvalidOperationException($"{name} is {bytes}; it must be null or at least 0.");
}
