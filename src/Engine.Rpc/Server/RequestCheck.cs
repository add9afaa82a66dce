using System.Net.Mime;
using Engine.Rpc.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Engine.Rpc.Server;

/// <summary>Turns requests away that are not gRPC, in words that somebody at a browser or curl can use.</summary>
internal static class RequestCheck
{
    /// <summary>The refusal, or null for a request of gRPC.</summary>
    public static Task? Refuse(HttpContext http, ILogger log)
    {
        string protocol = http.Request.Protocol;
        if (!HttpProtocol.IsHttp2(protocol) && !HttpProtocol.IsHttp3(protocol))
        {
            http.Response.Headers.Upgrade = "h2c, HTTP/2.0";
            return RefuseAsync(
                http,
                log,
                StatusCodes.Status426UpgradeRequired,
                $"gRPC needs HTTP/2; this request came over {protocol}.");
        }

        string? contentType = http.Request.ContentType;
        if (GrpcHeaders.IsGrpcContentType(contentType))
        {
            return null;
        }

        string reason = GrpcHeaders.IsGrpcWebContentType(contentType)
            ? $"Content type '{contentType}' is gRPC for browsers, which this server does not speak; use"
                + $" '{GrpcHeaders.ContentType}' over HTTP/2."
            : $"Content type '{contentType}' is not gRPC; it must be '{GrpcHeaders.ContentType}'.";
        return RefuseAsync(http, log, StatusCodes.Status415UnsupportedMediaType, reason);
    }

    private static Task RefuseAsync(HttpContext http, ILogger log, int httpStatus, string reason)
    {
        ServerLog.RequestRefused(log, httpStatus, reason);
        http.Response.StatusCode = httpStatus;
        http.Response.ContentType = MediaTypeNames.Text.Plain;

        // Without the token of the request: a client that is gone already would make it throw, and the server log it.
        return http.Response.WriteAsync(reason, CancellationToken.None);
    }
}
