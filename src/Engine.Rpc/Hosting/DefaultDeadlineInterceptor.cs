using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Engine.Rpc.Hosting;

/// <summary>
/// Gives a deadline to unary calls made without one: nobody should wait for ever for the answer to a command. Streaming
/// calls are left alone.
/// </summary>
public sealed class DefaultDeadlineInterceptor : Interceptor
{
    private readonly TimeSpan _timeout;

    /// <param name="timeout">Time per call, at most <see cref="RpcLimits.UnaryDeadlineMax"/>; null for
    /// <see cref="RpcLimits.UnaryDeadline"/>.</param>
    public DefaultDeadlineInterceptor(TimeSpan? timeout = null)
    {
        _timeout = timeout ?? RpcLimits.UnaryDeadline;
        SettingBounds.Check(nameof(timeout), _timeout, TimeSpan.FromMilliseconds(1), RpcLimits.UnaryDeadlineMax);
    }

    /// <inheritdoc/>
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        BlockingUnaryCallContinuation<TRequest, TResponse> continuation) => continuation(request, Limited(context));

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation) => continuation(request, Limited(context));

    private ClientInterceptorContext<TRequest, TResponse> Limited<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class
        where TResponse : class =>
        context.Options.Deadline is null
            ? new ClientInterceptorContext<TRequest, TResponse>(
                context.Method, context.Host, context.Options.WithDeadline(DateTime.UtcNow + _timeout))
            : context;
}
