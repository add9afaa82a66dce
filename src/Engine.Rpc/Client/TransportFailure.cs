using System.Net.Sockets;
using System.Security.Authentication;
using Grpc.Core;

namespace Engine.Rpc.Client;

/// <summary>What exceptions of the transport mean.</summary>
internal static class TransportFailure
{
    // HttpProtocolException says that the peer broke off, but only its text says what: one stream, or the connection.
    private const string ResetText = "reset the stream";
    private const string ResetResourceKey = "net_http_http2_stream_error";

    /// <summary>Whether the server reset this one stream.</summary>
    public static bool IsReset(Exception exception) =>
        FindProtocolError(exception) is HttpProtocolException error && IsReset(error);

    /// <summary>The status of a call that ended with this exception.</summary>
    public static Status ToStatus(Exception exception, Uri address)
    {
        if (exception is RpcException known)
        {
            return known.Status;
        }

        if (FindProtocolError(exception) is HttpProtocolException error)
        {
            return IsReset(error)
                ? Make(HttpStatusMapping.OfReset(error.ErrorCode), "The server reset the stream", exception)
                : Make(StatusCode.Unavailable, $"The connection to {address.Authority} was closed", exception);
        }

        return exception switch
        {
            // The server hung up before HTTP/2 had begun, as after a client certificate that it does not accept.
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse }
                or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse }
                when HasLostTransport(exception) =>
                Make(StatusCode.Unavailable, $"The connection to {address.Authority} was refused or lost", exception),
            HttpRequestException request => OfRequest(request, address),
            HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } =>
                Make(StatusCode.Internal, "The response is not valid HTTP/2", exception),
            IOException or SocketException =>
                Make(StatusCode.Unavailable, $"The connection to {address.Authority} was lost", exception),

            // A cancellation or a deadline of this side is the outcome before the transport hears of it. So this one is
            // the transport's own: it gave up connecting, or noticed the lost connection in the request first.
            OperationCanceledException =>
                Make(StatusCode.Unavailable, $"The connection to {address.Authority} was given up", exception),
            _ => Make(StatusCode.Internal, "The call failed", exception),
        };
    }

    private static Status OfRequest(HttpRequestException exception, Uri address) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError =>
            Make(StatusCode.Unavailable, $"Cannot connect to {address.Authority}", exception),
        HttpRequestError.VersionNegotiationError =>
            Make(StatusCode.Internal, $"The server at {address.Authority} does not speak HTTP/2", exception),
        HttpRequestError.ConfigurationLimitExceeded =>
            Make(StatusCode.ResourceExhausted, "The response exceeds a limit of the HTTP handler", exception),
        HttpRequestError.InvalidResponse =>
            Make(StatusCode.Internal, "The response is not valid HTTP/2", exception),
        _ => Make(StatusCode.Unavailable, $"The connection to {address.Authority} was lost", exception),
    };

    private static bool HasLostTransport(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is SocketException or AuthenticationException
                or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }
                or IOException and not HttpIOException)
            {
                return true;
            }
        }

        return false;
    }

    private static Status Make(StatusCode code, string what, Exception exception)
    {
        // The outer exception often says no more than "an error occurred"; the innermost one knows.
        Exception cause = exception.GetBaseException();
        string detail = cause == exception || exception.Message.Contains(cause.Message, StringComparison.Ordinal)
            ? exception.Message
            : $"{exception.Message} {cause.Message}";
        return new Status(code, $"{what}: {detail}", exception);
    }

    private static bool IsReset(HttpProtocolException error) =>
        error.Message.Contains(ResetText, StringComparison.Ordinal)
        || error.Message.Contains(ResetResourceKey, StringComparison.Ordinal);

    private static HttpProtocolException? FindProtocolError(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is HttpProtocolException error)
            {
                return error;
            }
        }

        return null;
    }
}
