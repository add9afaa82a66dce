using System.Text.Json;
using Engine.Grpc.Hosting;

namespace Engine.Grpc.Health;

/// <summary>
/// Health over HTTP: <c>/health/live</c>, <c>/health/ready</c>, <c>/health</c> and <c>/healthz</c>. 200 if all is well,
/// else 503, so that a probe needs no JSON. Nothing here shows positions or money.
/// </summary>
internal sealed class HealthEndpoints(HealthMonitor monitor)
{
    // A screenful; the worst come first.
    private const int StreamsShownMax = 256;

    private const long NsPerMs = 1_000_000;

    public void Map(IEndpointRouteBuilder routes)
    {
        Get(routes, "/health/live", Live);
        Get(routes, "/health/ready", Ready);
        Get(routes, "/health", Everything);
        Get(routes, "/healthz", Text);
    }

    private static void Get(IEndpointRouteBuilder routes, string path, RequestDelegate answer) =>
        routes.MapGet(path, answer).WithMetadata(OnHttpListener.Instance);

    private Task Live(HttpContext context)
    {
        var report = monitor.Report();
        return AnswerAsync(context, report.IsLive, json =>
        {
            json.WriteBoolean("live", report.IsLive);
            Write(json, report.Check(HealthEvaluator.Logic));
        });
    }

    private Task Ready(HttpContext context)
    {
        var report = monitor.Report();
        return AnswerAsync(context, report.IsReady, json =>
        {
            json.WriteBoolean("ready", report.IsReady);
            json.WriteStartArray("failed");
            foreach (var check in report.Checks.Where(check => check.State == HealthState.Failed))
            {
                json.WriteStartObject();
                Write(json, check);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }

    private Task Everything(HttpContext context)
    {
        var report = monitor.Report();
        return AnswerAsync(context, report.IsReady, json =>
        {
            json.WriteString("status", report.State switch
            {
                HealthState.Failed => "unhealthy",
                HealthState.Warning => "degraded",
                _ => "healthy",
            });
            json.WriteBoolean("live", report.IsLive);
            json.WriteBoolean("ready", report.IsReady);
            json.WriteString("phase", report.Vitals.Phase?.ToString());
            json.WriteString("permission", report.Vitals.Status?.Permission.ToString());
            json.WriteNumber("durableSequence", report.Vitals.DurableSequence);
            json.WriteStartArray("checks");
            foreach (var check in report.Checks)
            {
                json.WriteStartObject();
                Write(json, check);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            WriteStreams(json, report.Feed);
        });
    }

    private async Task Text(HttpContext context)
    {
        var logic = monitor.Report().Check(HealthEvaluator.Logic);
        var isLive = logic.State != HealthState.Failed;
        Head(context, isLive, "text/plain");
        await context.Response.WriteAsync(isLive ? "ok\n" : $"failed: {logic.Detail}\n", context.RequestAborted);
    }

    private static void Write(Utf8JsonWriter json, HealthCheck check)
    {
        json.WriteString("check", check.Name);
        json.WriteString("state", NameOf(check.State));
        json.WriteString("detail", check.Detail);
        Number(json, "ageMs", check.AgeMs);
        Number(json, "limitMs", check.LimitMs);
    }

    private static void WriteStreams(Utf8JsonWriter json, FeedReport feed)
    {
        json.WriteNumber("streamCount", feed.Streams.Count);
        json.WriteStartArray("streams");
        foreach (var stream in feed.Streams
            .OrderByDescending(s => s.State).ThenByDescending(s => s.AgeNs ?? 0).Take(StreamsShownMax))
        {
            json.WriteStartObject();
            json.WriteString(stream.IsSource ? "source" : "instrument", stream.Name);
            json.WriteString("state", NameOf(stream.State));
            json.WriteString("detail", stream.Detail);
            Number(json, "engineAgeMs", stream.AgeNs / NsPerMs);
            Number(json, "engineLimitMs", stream.LimitNs / NsPerMs);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string NameOf(HealthState state) => state switch
    {
        HealthState.NotApplicable => "notApplicable",
        HealthState.Ok => "ok",
        HealthState.Warning => "warning",
        _ => "failed",
    };

    private static void Number(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    private static void Head(HttpContext context, bool isWell, string type)
    {
        context.Response.StatusCode = isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "no-store";
    }

    private static async Task AnswerAsync(HttpContext context, bool isWell, Action<Utf8JsonWriter> write)
    {
        Head(context, isWell, "application/json");
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }
}
