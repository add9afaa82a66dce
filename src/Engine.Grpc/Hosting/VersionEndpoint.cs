using System.Runtime.InteropServices;
using System.Text.Json;

namespace Engine.Grpc.Hosting;

/// <summary><c>GET /version</c>: build and runtime. Neither mode nor account: not everybody's business.</summary>
internal static class VersionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/version", Answer).WithMetadata(OnHttpListener.Instance);

    private static async Task Answer(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("build", BuildInfo.Id);
        json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
        json.WriteString("platform", RuntimeInformation.RuntimeIdentifier);
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }
}
