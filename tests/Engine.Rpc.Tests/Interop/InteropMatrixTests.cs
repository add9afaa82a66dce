using Engine.Testing;
using Xunit;

namespace Engine.Rpc.Tests.Interop;

/// <summary>The official cases between our layer and foreign ones, in both directions, as processes.</summary>
public sealed class InteropMatrixTests(InteropPeers peers) : IClassFixture<InteropPeers>
{
    /// <summary>Set to 1, it makes the test write the table instead of comparing it.</summary>
    private const string WriteVariable = "INTEROP_TABLE_WRITE";

    private const string Begin = "<!-- interop table -->\n";
    private const string End = "<!-- end of interop table -->\n";

    [Theory]
    [InlineData(InteropPeers.Cleartext)]
    [InlineData(InteropPeers.Tls)]
    public Task Our_client_passes_every_case_on_our_server(string transport) =>
        AllPassAsync(InteropPeers.Ours, InteropPeers.Ours, transport);

    [GrpcJsTheory]
    [InlineData(InteropPeers.Cleartext)]
    [InlineData(InteropPeers.Tls)]
    public Task A_grpc_js_client_passes_every_case_on_our_server(string transport) =>
        AllPassAsync(InteropPeers.Node, InteropPeers.Ours, transport);

    [GrpcioTheory]
    [InlineData(InteropPeers.Cleartext)]
    [InlineData(InteropPeers.Tls)]
    public Task A_grpcio_client_passes_every_case_on_our_server(string transport) =>
        AllPassAsync(InteropPeers.Python, InteropPeers.Ours, transport);

    [GrpcJsTheory]
    [InlineData(InteropPeers.Cleartext)]
    [InlineData(InteropPeers.Tls)]
    public Task Our_client_passes_every_case_on_a_grpc_js_server(string transport) =>
        AllPassAsync(InteropPeers.Ours, InteropPeers.Node, transport);

    [GrpcioTheory]
    [InlineData(InteropPeers.Cleartext)]
    [InlineData(InteropPeers.Tls)]
    public Task Our_client_passes_every_case_on_a_grpcio_server(string transport) =>
        AllPassAsync(InteropPeers.Ours, InteropPeers.Python, transport);

    [AllPeersFact]
    public async Task The_table_of_results_is_that_of_this_run()
    {
        var results = new Dictionary<(string, string), IReadOnlyList<IReadOnlyList<CaseResult>>>();
        foreach (var pair in InteropPeers.Pairs)
        {
            results[pair] =
            [
                await peers.ResultsAsync(pair.Client, pair.Server, InteropPeers.Cleartext),
                await peers.ResultsAsync(pair.Client, pair.Server, InteropPeers.Tls),
            ];
        }
        var table = MatrixTable.Render(InteropPeers.Pairs, pair => results[pair]);
        var path = Repository.PathOf("docs", "TESTING.md");
        var page = await File.ReadAllTextAsync(path);
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            var from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
            page = page[..from] + table + page[page.IndexOf(End, StringComparison.Ordinal)..];
            await File.WriteAllTextAsync(path, page);
        }
        Assert.Contains(Begin + table + End, page, StringComparison.Ordinal);
    }

    private async Task AllPassAsync(string client, string server, string transport)
    {
        var results = await peers.ResultsAsync(client, server, transport);
        Assert.NotEmpty(results);
        Assert.DoesNotContain(results, result => result.IsFailure);
    }
}
