using Grpc.Core;

namespace Engine.Rpc.Protocol;

/// <summary>Names on the wire, and which of them belong to the protocol and not to its user.</summary>
internal static class GrpcHeaders
{
    public const string ContentType = "application/grpc";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string StatusDetails = "grpc-status-details-bin";
    public const string IdentityEncoding = "identity";

    private const string ReservedPrefix = "grpc-";
    private const string WebSuffix = "-web";

    /// <summary>
    /// Whether a content type is gRPC: <c>application/grpc</c>, alone or followed by <c>+format</c> or by parameters.
    /// <c>application/grpc-web</c> is another protocol.
    /// </summary>
    public static bool IsGrpcContentType(string? contentType)
    {
        if (contentType is null || !contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return contentType.Length == ContentType.Length
            || contentType[ContentType.Length] is '+' or ';' or ' ';
    }

    /// <summary>Whether a content type is that of gRPC for browsers, which this layer does not speak.</summary>
    public static bool IsGrpcWebContentType(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType + WebSuffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a header is the protocol's own: it is neither shown to users nor taken from them. Details of a status
    /// (<see cref="StatusDetails"/>) are made and read by users, so they are not.
    /// </summary>
    /// <param name="name">In lower case.</param>
    public static bool IsReserved(string name)
    {
        if (name.StartsWith(ReservedPrefix, StringComparison.Ordinal))
        {
            return name != StatusDetails;
        }

        return name is "te" or "content-type" or "content-length" or "host" || name.StartsWith(':');
    }

    /// <summary>The code of a <c>grpc-status</c> header; <see cref="StatusCode.Unknown"/> if not 0 to 16.</summary>
    public static StatusCode ParseStatus(string text) =>
        text.Length is 1 or 2
        && int.TryParse(text, System.Globalization.NumberStyles.None, null, out int code)
        && code <= (int)StatusCode.Unauthenticated
            ? (StatusCode)code
            : StatusCode.Unknown;
}
