using System.Globalization;
using InteropClient;

namespace Engine.Rpc.Tests.Interop;

/// <summary>
/// The server that answers wrongly, and what both probes of our client saw of each of its behaviours. All are probed at
/// once, because some of them end with the deadline only.
/// </summary>
public sealed class MisbehavingServer : IAsyncDisposable
{
    private readonly PeerProcess _server = PeerProcess.Node("misbehave.js");
    private readonly Lazy<Task<IReadOnlyDictionary<string, string[]>>> _seen;

    public MisbehavingServer() => _seen = new(ProbeAllAsync);

    /// <summary>By behaviour the lines of <c>probe_unary</c> and <c>probe_stream</c>.</summary>
    public Task<IReadOnlyDictionary<string, string[]>> SeenAsync() => _seen.Value;

    /// <summary>What <c>probe_stream</c> sees of one behaviour, time after time.</summary>
    public async Task<IReadOnlyList<string>> SeenStreamsAsync(string behaviour, int times)
    {
        await _server.UntilListeningAsync();
        return await ProbeAsync($"{_server.Number($"port {behaviour}")}", Enumerable.Repeat("probe_stream", times));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<IReadOnlyDictionary<string, string[]>> ProbeAllAsync()
    {
        await _server.UntilListeningAsync();
        var ports = _server.Output.Select(line => line.Split(' ')).Where(words => words[0] == "port");
        string[] both = ["probe_unary", "probe_stream"];
        var probes = ports.Select(async words => (Name: words[1], Lines: await ProbeAsync(words[2], both)));
        return (await Task.WhenAll(probes)).ToDictionary(probe => probe.Name, probe => probe.Lines);
    }

    private static async Task<string[]> ProbeAsync(string port, IEnumerable<string> probes)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        await ClientProgram.RunAsync(
            ["--server_host", "127.0.0.1", "--server_port", port, "--test_case", string.Join(',', probes)],
            output, TextWriter.Null);
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
