using System.Collections.Concurrent;
using System.Globalization;
using InteropClient;
using Xunit;

namespace Engine.Rpc.Tests.Interop;

/// <summary>
/// The server that answers wrongly, and what both probes of our client saw of each of its behaviours. Many are probed
/// at a time, because some of them end with the deadline only.
/// </summary>
public sealed class MisbehavingServer : IAsyncLifetime
{
    private const int SilenceMs = 500;
    private const int HangMs = 30_000;

    private static readonly ParallelOptions Parallelism = new() { MaxDegreeOfParallelism = 16 };

    private readonly Lazy<PeerProcess> _server = new(() => PeerProcess.Node("misbehave.js"));
    private readonly Lazy<Task<IReadOnlyDictionary<string, string[]>>> _seen;

    public MisbehavingServer() => _seen = new(ProbeAllAsync);

    /// <summary>By behaviour the lines of <c>probe_unary</c> and <c>probe_stream</c>.</summary>
    public Task<IReadOnlyDictionary<string, string[]>> SeenAsync() => _seen.Value;

    /// <summary>What <c>probe_stream</c> sees of one behaviour, time after time.</summary>
    public async Task<IReadOnlyList<string>> SeenStreamsAsync(string behaviour, int times)
    {
        await _server.Value.UntilListeningAsync();
        var port = $"{_server.Value.Number($"port {behaviour}")}";
        return await ProbeAsync(port, Enumerable.Repeat("probe_stream", times), HangMs);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_server.IsValueCreated) await _server.Value.DisposeAsync();
    }

    private async Task<IReadOnlyDictionary<string, string[]>> ProbeAllAsync()
    {
        await _server.Value.UntilListeningAsync();
        var ports = _server.Value.Output.Select(line => line.Split(' ')).Where(words => words[0] == "port");
        var seen = new ConcurrentDictionary<string, string[]>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(ports, Parallelism, async (words, _) =>
            seen[words[1]] = await ProbeAsync(words[2], ["probe_unary", "probe_stream"], DeadlineMs(words[1])));
        return seen;
    }

    /// <summary>Short where nothing else ends the call; else so long that only a hang meets it.</summary>
    private static int DeadlineMs(string behaviour) =>
        behaviour.Contains("silence", StringComparison.Ordinal) ? SilenceMs : HangMs;

    private static async Task<string[]> ProbeAsync(string port, IEnumerable<string> probes, int deadlineMs)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        await ClientProgram.RunAsync(
            [
                "--server_host", "127.0.0.1", "--server_port", port, "--probe_deadline_ms", $"{deadlineMs}",
                "--test_case", string.Join(',', probes),
            ],
            output, TextWriter.Null);
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
