using System.Net.Http.Headers;
using Engine.Rpc.Protocol;
using Grpc.Core;

namespace Engine.Rpc.Client;

/// <summary>
/// Reads the headers and trailers of a response. Not validated access throughout: validation parses, allocates and
/// changes the collection.
/// </summary>
internal static class ResponseHeaders
{
    private const string ContentTypeName = "Content-Type";

    /// <summary>The value of a header; null if there is none.</summary>
    public static string? Find(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values.ToString() : null;

    /// <summary>The status in headers or trailers, if there is one.</summary>
    public static bool TryReadStatus(HttpHeaders headers, out Status status)
    {
        if (Find(headers, GrpcHeaders.Status) is not string code)
        {
            status = default;
            return false;
        }

        StatusCode known = GrpcHeaders.ParseStatus(code);
        string? detail = Find(headers, GrpcHeaders.Message);
        status = known == StatusCode.OK && detail is null
            ? Status.DefaultSuccess
            : new Status(known, detail is null ? "" : PercentEncoding.Decode(detail));
        return true;
    }

    /// <summary>Why a response is not one of gRPC; null if it is.</summary>
    public static CallOutcome? FindRefusal(HttpResponseMessage response)
    {
        if (response.StatusCode != System.Net.HttpStatusCode.OK)
        {
            int code = (int)response.StatusCode;
            return Refusal(
                HttpStatusMapping.ToStatusCode(code), $"The server answered with HTTP status {code} instead of 200.");
        }

        if (response.Version.Major < 2)
        {
            return Refusal(
                StatusCode.Internal, $"The server answered with HTTP/{response.Version}; gRPC needs HTTP/2.");
        }

        string? contentType = Find(response.Content.Headers, ContentTypeName);
        return GrpcHeaders.IsGrpcContentType(contentType)
            ? null
            : Refusal(
                StatusCode.Unknown,
                $"The server answered with content type '{contentType}' instead of '{GrpcHeaders.ContentType}'.");
    }

    /// <summary>The metadata that the server's code sent, without what belongs to the protocol.</summary>
    /// <exception cref="RpcException">INTERNAL: a binary value is not base64.</exception>
    public static Metadata ToMetadata(HttpHeaders headers, HttpHeaders? contentHeaders)
    {
        var metadata = new Metadata();
        Append(metadata, headers);
        if (contentHeaders is not null)
        {
            // The library sorts names such as "expires" here, whoever meant them for metadata.
            Append(metadata, contentHeaders);
        }

        return metadata;
    }

    private static void Append(Metadata metadata, HttpHeaders headers)
    {
        foreach (KeyValuePair<string, HeaderStringValues> header in headers.NonValidated)
        {
            foreach (string value in header.Value)
            {
                MetadataCodec.Decode(metadata, header.Key, value);
            }
        }
    }

    private static CallOutcome Refusal(StatusCode code, string detail) =>
        CallOutcome.Of(new Status(code, detail), null);
}
