using Grpc.Core;
using InteropClient.Cases;

namespace InteropClient;

/// <summary>Runs the cases that the command line names.</summary>
internal static class ClientProgram
{
    public const int ExitPassed = 0;
    public const int ExitFailed = 1;
    public const int ExitUsage = 64;

    private const string All = "all";

    private static readonly TimeSpan CaseDeadline = TimeSpan.FromSeconds(30);

    /// <summary>The official cases in their usual order.</summary>
    public static IReadOnlyDictionary<string, Func<InteropConnection, CallOptions, Task>> Cases { get; } =
        new Dictionary<string, Func<InteropConnection, CallOptions, Task>>(StringComparer.Ordinal)
        {
            ["empty_unary"] = StreamingCases.EmptyUnaryAsync,
            ["large_unary"] = StreamingCases.LargeUnaryAsync,
            ["client_streaming"] = StreamingCases.ClientStreamingAsync,
            ["server_streaming"] = StreamingCases.ServerStreamingAsync,
            ["ping_pong"] = StreamingCases.PingPongAsync,
            ["empty_stream"] = StreamingCases.EmptyStreamAsync,
            ["cancel_after_begin"] = StreamingCases.CancelAfterBeginAsync,
            ["cancel_after_first_response"] = StreamingCases.CancelAfterFirstResponseAsync,
            ["timeout_on_sleeping_server"] = StreamingCases.TimeoutOnSleepingServerAsync,
            ["custom_metadata"] = StatusCases.CustomMetadataAsync,
            ["status_code_and_message"] = StatusCases.StatusCodeAndMessageAsync,
            ["special_status_message"] = StatusCases.SpecialStatusMessageAsync,
            ["unimplemented_method"] = StatusCases.UnimplementedMethodAsync,
            ["unimplemented_service"] = StatusCases.UnimplementedServiceAsync,
            ["client_compressed_unary"] = CompressionCases.ClientUnaryAsync,
            ["client_compressed_streaming"] = CompressionCases.ClientStreamingAsync,
            ["server_compressed_unary"] = CompressionCases.ServerUnaryAsync,
            ["server_compressed_streaming"] = CompressionCases.ServerStreamingAsync,
        };

    private static IReadOnlyDictionary<string, Func<InteropConnection, TimeSpan, Task<Status>>> ProbesByName { get; } =
        new Dictionary<string, Func<InteropConnection, TimeSpan, Task<Status>>>(StringComparer.Ordinal)
        {
            ["probe_unary"] = Probes.UnaryAsync,
            ["probe_stream"] = Probes.StreamAsync,
        };

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        ClientArguments parsed;
        IReadOnlyList<string> names;
        try
        {
            parsed = ClientArguments.Parse(arguments);
            names = Names(parsed);
        }
        catch (ArgumentException exception)
        {
            await errors.WriteLineAsync(exception.Message);
            return ExitUsage;
        }

        using var server = new InteropConnection(parsed, errors);
        var failures = 0;
        foreach (var name in names)
        {
            if (ProbesByName.TryGetValue(name, out var probe))
            {
                var status = await probe(server, parsed.ProbeDeadline);
                await output.WriteLineAsync($"STATUS {(int)status.StatusCode} {OneLine(status.Detail)}".TrimEnd());
            }
            else if (await FailureAsync(server, name) is { } reason)
            {
                failures++;
                await output.WriteLineAsync($"FAILED {name}: {OneLine(reason)}");
            }
            else
            {
                await output.WriteLineAsync($"passed {name}");
            }
        }
        return failures == 0 ? ExitPassed : ExitFailed;
    }

    private static IReadOnlyList<string> Names(ClientArguments arguments)
    {
        if (arguments.TestCases is [All]) return [.. Cases.Keys];
        foreach (var name in arguments.TestCases)
        {
            if (!Cases.ContainsKey(name) && !ProbesByName.ContainsKey(name))
            {
                throw new ArgumentException(
                    $"Unknown case {name}; known: {string.Join(", ", Cases.Keys.Concat(ProbesByName.Keys))}, {All}.");
            }
        }
        return arguments.TestCases;
    }

    /// <summary>Why a case failed; null if it passed.</summary>
    private static async Task<string?> FailureAsync(InteropConnection server, string name)
    {
        try
        {
            await Cases[name](server, new CallOptions(deadline: DateTime.UtcNow + CaseDeadline));
            return null;
        }
        catch (CaseFailedException exception)
        {
            return exception.Message;
        }
        catch (RpcException exception)
        {
            return $"{exception.StatusCode}: {exception.Status.Detail}";
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException
            or OperationCanceledException)
        {
            // What a stream may throw instead of a status. The case failed; the next one runs.
            return $"{exception.GetType().Name}: {exception.Message}";
        }
    }

    private static string OneLine(string? text) =>
        string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
