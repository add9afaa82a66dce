using System.Globalization;
using Grpc.Core;

namespace Engine.Grpc.Access;

/// <summary>
/// The rule of the gRPC services for HTTP: an endpoint with <see cref="RequiredRole"/> answers only those who may see
/// it. Endpoints without it say nothing of positions or money.
/// </summary>
internal static class HttpAccess
{
    public static async Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RequiredRole>() is { } required
            && Refuse(context, required) is { } refusal)
        {
            context.Response.StatusCode = refusal.Code;
            if (refusal.Code == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
            if (refusal.Wait is { } wait)
            {
                context.Response.Headers.RetryAfter =
                    Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync(refusal.Text + "\n", context.RequestAborted);
            return;
        }
        await next(context);
    }

    private static (int Code, string Text, TimeSpan? Wait)? Refuse(HttpContext context, RequiredRole required)
    {
        var services = context.RequestServices;
        var peer = context.Connection.RemoteIpAddress;
        var headers = context.Request.Headers.Authorization;
        Caller? caller = null;
        var refusal = "";
        try
        {
            caller = services.GetRequiredService<AccessPolicy>().Identify(
                headers.Count == 0 ? null : headers.Count == 1 ? headers[0] : "",
                context.Connection.ClientCertificate, peer);
        }
        catch (RpcException exception)
        {
            refusal = exception.Status.Detail;
        }
        var wait = services.GetRequiredService<CallRates>()
            .TryTake(caller?.Principal ?? "", peer?.ToString() ?? "", isUrgent: false);
        if (wait is not null) return (StatusCodes.Status429TooManyRequests, "Too many calls.", wait);
        if (caller is null) return (StatusCodes.Status401Unauthorized, refusal, null);
        return caller.Role >= required.Role
            ? null
            : (StatusCodes.Status403Forbidden, $"{caller.Principal} may not see this.", null);
    }
}
