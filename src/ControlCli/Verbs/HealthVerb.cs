using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ControlCli.Online;
using ControlCli.Output;
using Engine.Rpc.Hosting;
using Grpc.Core;

namespace ControlCli.Verbs;

/// <summary><c>health</c>: what the engine says about itself over HTTP, and a verdict as exit code.</summary>
internal static class HealthVerb
{
    private const int AnswerBytesMax = 4_194_304;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly IReadOnlyList<Column<JsonNode>> Columns =
    [
        new("CHECK", "check", check => Cell.Of(Text(check, "check"))),
        new("STATE", "state", check => Cell.Of(Text(check, "state")).With(PaintOf(Text(check, "state")))),
        new("AGE MS", "ageMs", check => Number(check, "ageMs")),
        new("LIMIT MS", "limitMs", check => Number(check, "limitMs")),
        new("DETAIL", "detail", check => Cell.Of(Text(check, "detail"))),
    ];

    public static Command Create(CliConsole console)
    {
        var http = new Option<string>("--http")
        {
            HelpName = "URL",
            Description = "Where the engine tells its health (default: as endpoints.json or the context says, else "
                + $"{EngineTarget.DefaultHttp}).",
        };
        var command = new VerbCommand("health",
            "Show every check of the engine; ends with 0 if it is healthy, 1 if degraded, 2 if unhealthy.",
            "enginectl health",
            "enginectl health --http http://127.0.0.1:5052 -o json",
            "enginectl health --journal ./journal && echo well");
        return OnlineVerb.Complete(command, console, call => RunAsync(call, call.Get(http)), [http]);
    }

    private static async Task<ExitCode> RunAsync(OnlineCall call, string? given)
    {
        var address = given ?? call.Link.Target.Http
            ?? throw new CliException(ExitCode.Usage,
                $"Where the engine of {call.Link.Target.Origin} tells its health is not known: give --http URL.");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new CliException(
                ExitCode.Usage, $"--http is '{address}': give an address such as {EngineTarget.DefaultHttp}.");
        }

        var health = await AskAsync(call, new Uri(uri, "/health"), address);
        var state = Text(health, "status");
        var (paint, code) = state switch
        {
            "healthy" => (Paint.Good, ExitCode.Ok),
            "degraded" => (Paint.Warning, ExitCode.Negative),
            _ => (Paint.Bad, ExitCode.Unhealthy),
        };
        var report = given is null ? await HeadedAsync(call) : new Report();
        report
            .Field("Health", "status", Cell.Of(state).With(paint))
            .Field("Live", "live", Cell.Of(health["live"]?.GetValue<bool>() ?? false))
            .Field("Ready", "ready", Cell.Of(health["ready"]?.GetValue<bool>() ?? false))
            .Field("Phase", "phase", Cell.Of(Text(health, "phase")))
            .Field("Permission", "permission", Cell.Of(Text(health, "permission")))
            .Field("Durable", "durableSequence", Number(health, "durableSequence"))
            .Field("At", "address", Cell.Of(address))
            .Listing("CHECKS", "checks", Columns, health["checks"]?.AsArray().OfType<JsonNode>() ?? [])
            .Write(call.Console, call.IsJson);
        return code;
    }

    // Health is told without credentials, and while the rest does not answer: whose it is may stay open.
    private static async Task<Report> HeadedAsync(OnlineCall call)
    {
        try
        {
            return await call.ReportAsync();
        }
        catch (RpcException) when (!call.Cancel.IsCancellationRequested)
        {
            return new Report();
        }
    }

    private static async Task<JsonNode> AskAsync(OnlineCall call, Uri uri, string address)
    {
        using var handler = RpcChannels.CreateHandler(new RpcClientOptions { Tls = call.Link.Target.Tls });
        using var client = new HttpClient(handler)
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (call.Link.Target.Token is { } token && (uri.IsLoopback || uri.Scheme == "https"))
            request.Headers.Add("Authorization", "Bearer " + token);
        try
        {
            using var answer = await client.SendAsync(request, call.Cancel);
            var text = await answer.Content.ReadAsStringAsync(call.Cancel);
            if (JsonNode.Parse(text) is JsonObject json && json["status"] is not null) return json;
        }
        catch (HttpRequestException failure)
        {
            throw TlsFailures.Explain(failure, address, call.Link.Target) ?? new CliException(ExitCode.Unreachable,
                $"No engine tells its health at {address}: {failure.Message.TrimEnd('.')}. Start it, or name another "
                + "with --http or --journal.");
        }
        catch (TaskCanceledException) when (!call.Cancel.IsCancellationRequested)
        {
            throw new CliException(ExitCode.TimedOut, $"The engine at {address} has not answered in time.");
        }
        catch (JsonException)
        {
            // Something else listens there: said below.
        }
        throw new CliException(ExitCode.Unreachable,
            $"What answers at {address} is no engine: name its HTTP port with --http.");
    }

    private static string Text(JsonNode node, string name) => node[name]?.ToString() ?? "";

    private static Cell Number(JsonNode node, string name) =>
        node[name] is { } value && long.TryParse(value.ToString(), out var number)
            ? Cell.Whole(number) : Cell.Empty with { IsNumber = true };

    private static Paint PaintOf(string state) => state switch
    {
        "ok" => Paint.Good,
        "warning" => Paint.Warning,
        "failed" => Paint.Bad,
        _ => Paint.None,
    };
}
