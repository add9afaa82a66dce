using Xunit;

namespace Engine.Grpc.Tests.Process;

/// <summary>An engine that its venue does not want says so where somebody looks.</summary>
public sealed class VenueLossTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task An_engine_that_its_venue_refuses_for_ever_says_why_and_what_to_do()
    {
        var address = "unix:" + _folder.Of("venue.sock");
        await using var venue = EngineProcess.Start(
            "venue", "--listen", address, "--log", _folder.Of("venue.log"), "--account", "OTHER");
        await venue.SaysAsync("listening");
        await using var engine = EngineProcess.Start(
            "run", "--demo", "--pace", "1", "--journal", _folder.Of("j"), "--set", $"venue.address={address}", "--set",
            "log.level=error");
        await engine.SaysAsync("engine: the venue has ended the session (WrongAccount): ");
        await engine.SaysAsync("this engine never connects again: stop it, then ");
        engine.Signal(EngineProcess.Sigterm);
        Assert.Equal(0, (await engine.EndAsync()).ExitCode);
    }

    public void Dispose() => _folder.Dispose();
}
