using Engine.Rpc.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Logging;

namespace Engine.Rpc.Server;

/// <summary>
/// Answers UNIMPLEMENTED to calls that no method takes. Only requests of gRPC come here; all others stay what they are
/// without gRPC, such as 404.
/// </summary>
internal sealed class UnimplementedRoutes(ILogger log) : IRouteConstraint
{
    private const string Method = "unimplementedMethod";
    private const string Service = "unimplementedService";

    /// <summary>Adds the route of the other methods of a service.</summary>
    public void MapMethodsOf(string serviceName, IEndpointRouteBuilder builder) =>
        Map($"{serviceName}/{{{Method}}}", Method, $"gRPC - unimplemented method of {serviceName}", builder);

    /// <summary>Adds the route of all services that are not mapped.</summary>
    public void MapServices(IEndpointRouteBuilder builder) =>
        Map($"{{{Service}}}/{{{Method}}}", Service, "gRPC - unimplemented service", builder);

    /// <inheritdoc/>
    public bool Match(
        HttpContext? httpContext,
        IRouter? route,
        string routeKey,
        RouteValueDictionary values,
        RouteDirection routeDirection) =>
        httpContext is null
        || (HttpMethods.IsPost(httpContext.Request.Method)
            && GrpcHeaders.IsGrpcContentType(httpContext.Request.ContentType));

    private void Map(string pattern, string constrained, string displayName, IEndpointRouteBuilder builder)
    {
        var policies = new RouteValueDictionary { [constrained] = this };
        builder.Map(RoutePatternFactory.Parse(pattern, defaults: null, parameterPolicies: policies), AnswerAsync)
            .WithDisplayName(displayName)
            .WithOrder(int.MaxValue);
    }

    private Task AnswerAsync(HttpContext http)
    {
        if (RequestCheck.Refuse(http, log) is { } refusal)
        {
            return refusal;
        }

        string path = http.Request.Path.Value ?? "";
        ServerLog.Unimplemented(log, path);
        http.Response.ContentType = GrpcHeaders.ContentType;
        IHeaderDictionary headers = http.Response.Headers;
        headers.GrpcStatus = "12";
        headers.GrpcMessage = PercentEncoding.Encode($"{path} is not implemented here.");
        return Task.CompletedTask;
    }
}
