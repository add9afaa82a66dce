using System.Globalization;
using Engine.Core.Events;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Engine.Grpc.Access;

/// <summary>Finds out who calls, and lets him do what his role may, as often as he may; around every handler.</summary>
internal sealed class AccessInterceptor(AccessPolicy policy, CallRates rates, DeniedCalls denied) : Interceptor
{
    private const string Header = "authorization";

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Admit(context);
        return continuation(request, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Admit(context);
        return continuation(request, responseStream, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Admit(context);
        return continuation(requestStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Admit(context);
        return continuation(requestStream, responseStream, context);
    }

    private void Admit(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var peer = http.Connection.RemoteIpAddress;
        Caller? caller = null;
        try
        {
            // Whoever guesses tokens runs into the rate of his address, whatever he shows.
            caller = IdentifyOrNull(context, http, out var refusal);
            var isUrgent = caller is not null && MethodRoles.IsAllowed(context.Method, OperatorRole.Emergency)
                && MethodRoles.IsMutation(context.Method);
            if (rates.TryTake(caller?.Principal ?? "", peer?.ToString() ?? "", isUrgent) is { } wait)
                throw TooOften(wait);
            if (refusal is not null && !MethodRoles.IsOpen(context.Method)) throw refusal;
            if (caller is not null) policy.Check(caller, context.Method);
        }
        catch (RpcException exception)
        {
            denied.Count(caller?.Principal ?? "", context.Method, exception.StatusCode);
            throw;
        }
        caller?.AttachTo(context);
    }

    private Caller? IdentifyOrNull(ServerCallContext context, HttpContext http, out RpcException? refusal)
    {
        refusal = null;
        try
        {
            return policy.Identify(
                AuthorizationOf(context), http.Connection.ClientCertificate, http.Connection.RemoteIpAddress);
        }
        catch (RpcException exception)
        {
            refusal = exception; // Some methods need no name: the caller decides.
            return null;
        }
    }

    // Two of them contradict each other: neither is believed.
    private static string? AuthorizationOf(ServerCallContext context)
    {
        var values = context.RequestHeaders.Where(entry => entry.Key == Header).Select(entry => entry.Value).ToArray();
        return values.Length switch
        {
            0 => null,
            1 => values[0],
            _ => "",
        };
    }

    private static RpcException TooOften(TimeSpan wait) => new(new Status(
        StatusCode.ResourceExhausted,
        string.Create(CultureInfo.InvariantCulture,
            $"Too many calls (control.callsPerSecond, control.callsBurst); again in {wait.TotalSeconds:0.###} s.")));
}
