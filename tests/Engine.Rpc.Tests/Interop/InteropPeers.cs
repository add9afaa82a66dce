using System.Collections.Concurrent;
using System.Globalization;
using InteropClient;
using Xunit;

namespace Engine.Rpc.Tests.Interop;

/// <summary>
/// The servers of all implementations, each started once, and the results of clients against them, each run once.
/// </summary>
public sealed class InteropPeers : IAsyncLifetime, IDisposable
{
    public const string Ours = "ours";
    public const string Node = "grpc-js";
    public const string Python = "grpcio";
    public const string Cleartext = "h2c";
    public const string Tls = "TLS";

    private readonly ServerCertificate _certificate = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<PeerProcess>>> _servers = new();
    private readonly ConcurrentDictionary<(string, string, string), Lazy<Task<IReadOnlyList<CaseResult>>>> _results =
        new();

    /// <summary>Every pair that has us on at least one side: client, server.</summary>
    public static IReadOnlyList<(string Client, string Server)> Pairs { get; } =
        [(Ours, Ours), (Node, Ours), (Python, Ours), (Ours, Node), (Ours, Python)];

    /// <summary>All cases of a client against a server, those the server cannot serve as such.</summary>
    internal Task<IReadOnlyList<CaseResult>> ResultsAsync(string client, string server, string transport) =>
        _results.GetOrAdd((client, server, transport), _ => new(() => RunAsync(client, server, transport))).Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var server in _servers.Values) await (await server.Value).DisposeAsync();
    }

    /// <summary>After the servers that use it.</summary>
    public void Dispose() => _certificate.Dispose();

    private async Task<IReadOnlyList<CaseResult>> RunAsync(string client, string server, string transport)
    {
        var running = await _servers.GetOrAdd(server, name => new(() => StartServer(name).UntilListeningAsync())).Value;
        var impossible = running.Output.Select(CaseResult.Parse)
            .OfType<CaseResult>().Where(result => result.Outcome == CaseResult.Cannot).ToArray();
        var cases = ClientProgram.Cases.Keys.Except(impossible.Select(result => result.Case));
        var port = running.Number(transport == Tls ? "tls_port" : "port");
        string[] arguments =
        [
            "--server_host", "localhost",
            "--server_port", port.ToString(CultureInfo.InvariantCulture),
            "--test_case", string.Join(',', cases),
            .. transport == Tls ? ["--use_tls", "true", "--ca_file", _certificate.CertificatePath] : (string[])[],
        ];
        await using var process = StartClient(client, arguments);
        await process.EndAsync();
        var results = process.Output.Select(CaseResult.Parse).OfType<CaseResult>().Concat(impossible)
            .ToDictionary(result => result.Case);
        return [.. ClientProgram.Cases.Keys.Select(name => results.GetValueOrDefault(name)
            ?? new CaseResult(name, "silent", string.Join(' ', process.Errors)))];
    }

    private PeerProcess StartServer(string name)
    {
        string[] ports = ["--port", "0", "--tls_port", "0"];
        return name switch
        {
            Ours => PeerProcess.Host(
                [.. ports, "--tls_cert", _certificate.CertificatePath, "--tls_key", _certificate.KeyPath]),
            Node => PeerProcess.Node(
                "server.js", [.. ports, "--cert", _certificate.CertificatePath, "--key", _certificate.KeyPath]),
            _ => PeerProcess.Python(
                "server.py", [.. ports, "--cert", _certificate.CertificatePath, "--key", _certificate.KeyPath]),
        };
    }

    private static PeerProcess StartClient(string name, string[] arguments) => name switch
    {
        Ours => PeerProcess.Client(arguments),
        Node => PeerProcess.Node("client.js", arguments),
        _ => PeerProcess.Python("client.py", arguments),
    };
}
