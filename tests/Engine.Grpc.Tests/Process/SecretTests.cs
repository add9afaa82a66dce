using System.Text;
using System.Text.Json;
using Engine.Grpc.Tests.Access;
using Engine.Grpc.Tests.Hosting;
using Engine.Grpc.Tests.Services;
using Engine.Rpc.Hosting;
using Engine.Testing;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Process;

/// <summary>
/// Tokens, their hashes and private keys, followed through the life of a real process: no log, journal, argument or
/// error has them.
/// </summary>
public sealed class SecretTests : IDisposable
{
    private const string Token = "canary-1d2c3b4a-token";
    private const string NextToken = "canary-5e6f7a8b-token";
    private const string Pasted = "canary-9c0d1e2f-pasted";

    private readonly TempFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly List<string> _secrets =
        [Token, NextToken, Pasted, TestTokens.Sha256(Token), TestTokens.Sha256(NextToken)];

    private string Journal => _folder.Of("j");

    private string Config => _folder.Of("engine.json");

    [Theory]
    [InlineData("control.tokens.ada.sha256=" + Pasted)]
    [InlineData("control.tokens.ada.role=" + Pasted)]
    [InlineData("control.token.ada.sha256=" + Pasted)]
    [InlineData("control.tokens.ada.sha256=\u00e9" + Pasted)]
    [InlineData("control.tokens.ada.sha256:" + Pasted)]
    [InlineData(Pasted)]
    public async Task A_secret_in_a_wrong_place_of_the_command_line_is_not_repeated(string argument)
    {
        var result = await EngineProcess.RunAsync("run", "--demo", "--journal", Journal, "--set", argument);
        Assert.Equal(4, result.ExitCode);
        Assert.StartsWith("engine: ", result.Errors, StringComparison.Ordinal);
        AssertNone(result.Output + result.Errors, "what it said");
    }

    [Fact]
    public async Task No_secret_leaves_the_process_through_starts_calls_reloads_and_stops()
    {
        var tls = _authority.WriteTls(_folder.Path, withClients: false)
            .ToDictionary(pair => pair.Key, pair => pair.Value);
        NoteKey();
        WriteConfig(tls, Token);
        await using var engine = EngineProcess.Start(
            "run", "--demo", "--pace", "1", "--config", Config, "--journal", Journal, "--set", "control.grpc=0",
            "--set", "stop.deadline=1s");
        var endpoints = await Endpoints.OfAsync(Journal);
        using var channel = RpcChannels.Create(
            $"https://{endpoints.Grpc}", new RpcClientOptions { Tls = new RpcTls(null, _authority.Trust) });
        var said = new StringBuilder();
        await UntilServedAsync(channel, Token);

        // Everything that the server has to say of its calls.
        var control = new Wire.Control.ControlClient(With(channel, Token));
        said.Append(await control.SetLogLevelAsync(
            new Wire.SetLogLevelRequest { Head = Head("look"), Level = Wire.LogLevel.Debug }));
        foreach (var wrong in new[] { Token + "x", Pasted, "x" + Token })
        {
            var refused = await ControlBench.RefusedAsync(
                StatusCode.Unauthenticated, () => StatusAsync(channel, wrong));
            said.Append(refused).Append(refused.Trailers);
        }

        WriteConfig(tls, NextToken, sha256: Pasted); // The token, or whatever it is, where its hash belongs.
        await ReloadAsync(engine, "is no SHA-256", 1);
        await File.WriteAllTextAsync(Config, $$"""{"control": {"tokens": {"ada": {"sha256": "{{Pasted}}" """);
        await ReloadAsync(engine, "it is no JSON", 2);
        var key = await File.ReadAllTextAsync(_folder.Of("server.key"));
        await File.WriteAllTextAsync(_folder.Of("server.key"), $"-----BEGIN PRIVATE KEY-----\n{Pasted}\n");
        WriteConfig(tls, Token);
        await ReloadAsync(engine, "certificate and key cannot be read", 3);
        await File.WriteAllTextAsync(_folder.Of("server.key"), key);
        await StatusAsync(channel, Token);

        _authority.WriteTls(_folder.Path, withClients: false);
        NoteKey();
        WriteConfig(tls, NextToken);
        engine.Signal(EngineProcess.Sighup);
        await engine.SaysAsync("the settings were read again, and are in force: control.tokens.ada.sha256 changed");
        await ControlBench.RefusedAsync(StatusCode.Unauthenticated, () => StatusAsync(channel, Token));
        await StatusAsync(channel, NextToken);

        foreach (var file in new[] { "cmdline", "environ" })
            AssertNone(await File.ReadAllTextAsync($"/proc/{engine.Id}/{file}"), file);
        engine.Signal(EngineProcess.Sigterm);
        var result = await engine.EndAsync();
        AssertNone(result.Output, "output");
        AssertNone(result.Errors, "errors");
        AssertNone(said.ToString(), "answers");
        foreach (var file in Directory.GetFiles(Journal, "*", SearchOption.AllDirectories))
            AssertNone(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), file);
        Assert.Contains("calls denied (Unauthenticated)", result.Errors, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private static async Task ReloadAsync(EngineProcess engine, string reason, int times)
    {
        engine.Signal(EngineProcess.Sighup);
        await engine.SaysAsync(reason);
        Assert.Equal(times, engine.Errors.Split("refused whole").Length - 1);
    }

    private static async Task StatusAsync(ChannelBase channel, string token) =>
        await new Wire.Status.StatusClient(With(channel, token)).GetStatusAsync(new Wire.GetStatusRequest());

    private static async Task UntilServedAsync(ChannelBase channel, string token)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                await StatusAsync(channel, token);
                return;
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), deadline.Token);
            }
        }
    }

    private static CallInvoker With(ChannelBase channel, string token) => channel.Intercept(metadata =>
    {
        metadata.Add("authorization", "Bearer " + token);
        return metadata;
    });

    private static Wire.CommandHead Head(string reason) => new()
    {
        Reason = reason,
        IdempotencyKey = reason,
        Account = "DEMO",
        Mode = Wire.Mode.Paper,
    };

    // A line of the key in PEM: nobody writes that by chance.
    private void NoteKey() => _secrets.Add(File.ReadAllLines(_folder.Of("server.key"))[1]);

    private void WriteConfig(Dictionary<string, string> tls, string token, string? sha256 = null) => File.WriteAllText(
        Config, JsonSerializer.Serialize(new Dictionary<string, string>(tls)
        {
            ["control.tokens.ada.sha256"] = sha256 ?? TestTokens.Sha256(token),
            ["control.tokens.ada.role"] = "admin",
        }));

    private void AssertNone(string text, string where) => Assert.All(
        _secrets, secret => Assert.False(
            text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{where} has a secret: {text}"));
}
