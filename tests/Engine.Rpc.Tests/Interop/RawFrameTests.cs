using Xunit;

namespace Engine.Rpc.Tests.Interop;

/// <summary>The framing rules, frame by frame, against our server as a process.</summary>
public sealed class RawFrameTests
{
    private const int ChecksMin = 70;

    [GrpcJsFact]
    public async Task Our_server_keeps_every_framing_rule()
    {
        await using var host = await PeerProcess.Host("--port", "0").UntilListeningAsync();
        await using var raw = PeerProcess.Node("raw.js", "--port", $"{host.Number("port")}");
        var exitCode = await raw.EndAsync();
        Assert.All(raw.Output, line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        Assert.True(raw.Output.Count >= ChecksMin, $"only {raw.Output.Count} checks: {string.Join('\n', raw.Errors)}");
        Assert.Equal(0, exitCode);
        Assert.Empty(host.Errors);
    }
}
