using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Grpc.Tests.Access;
using Engine.Grpc.Tests.Services;
using Engine.Rpc.Hosting;
using Engine.Testing;
using Grpc.Core;
using Xunit;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Hosting;

/// <summary>
/// Settings that are read again: one change, journaled, durable, and then in force; or refused whole.
/// </summary>
public sealed class ReloadTests
{
    private const string NewToken = "a-new-token-of-a-test";

    public static TheoryData<string, string?, string> Refusals => new()
    {
        { "risk.maxPosition", "51000", "risk.maxPosition changed" },
        { "control.callsBurst", "7", "control.callsBurst changed" },
        { "control.grpc", "127.0.0.1:1", "control.grpc changed" },
        { "made.up", "7", "made.up changed" },
        { "account", null, "account changed" },
        { "control.tokens.vera.sha256", NewToken, "is no SHA-256" },
        { "control.tokens.vera.role", "boss", "is no role" },
        { "control.tokens.vera.role", null, "'control.tokens.vera.role' is missing" },
        { "control.tokens.vera.sha265", "00", "'control.tokens.vera.sha265' is unknown" },
        { "control.tokens.vera.sha256", "\u00e9", "printable ASCII" },
        { "control.tls.certificate", "/no/such/file", "'control.tls.key' is missing" },
        { "log.level", "loud", "give one of error, warning, information, debug" },
    };

    [Fact]
    public async Task A_token_that_was_taken_away_is_refused_at_the_next_call_and_a_new_one_is_let_in()
    {
        await using var bench = new ControlBench(token: TestTokens.Admin, settings: TestTokens.Settings);
        await bench.UntilTradingAsync();
        await StatusAsync(bench, TestTokens.Viewer);
        bench.Settings.Remove("control.tokens.vera.sha256");
        bench.Settings.Remove("control.tokens.vera.role");
        bench.Settings["control.tokens.nora.sha256"] = TestTokens.Sha256(NewToken);
        bench.Settings["control.tokens.nora.role"] = "operator";
        bench.Settings["control.tokens.olga.role"] = "admin";
        bench.Settings["control.tokens.emil.sha256"] = TestTokens.Sha256("another-token-of-emil");
        const string changes = "control.tokens.emil.sha256 changed; control.tokens.nora added, operator; "
            + "control.tokens.olga.role operator -> admin; control.tokens.vera removed";
        Assert.Equal($"the settings were read again, and are in force: {changes}", await bench.ReloadAsync());

        await ControlBench.RefusedAsync(StatusCode.Unauthenticated, () => StatusAsync(bench, TestTokens.Viewer));
        await ControlBench.RefusedAsync(StatusCode.Unauthenticated, () => StatusAsync(bench, TestTokens.Emergency));
        await StatusAsync(bench, NewToken);
        var nora = new Wire.Control.ControlClient(bench.With(NewToken));
        var paused = await nora.PauseAsync(
            new Wire.PauseRequest { Head = bench.Head(), Scope = ControlBench.OfAccount });
        Assert.Equal("nora", Assert.Single(paused.Holds).Who);

        var (head, text) = Assert.Single(Journaled(bench));
        Assert.Equal((ReloadOutcome.Applied, 4), (head.Outcome, head.Changes));
        Assert.Equal(changes, text);
        Assert.Equal("the settings were read again, and none has changed", await bench.ReloadAsync());
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Whatever_cannot_be_used_refuses_the_whole_and_is_journaled_with_the_reason(
        string key, string? value, string reason)
    {
        await using var bench = new ControlBench(token: TestTokens.Viewer, settings: TestTokens.Settings);
        await bench.UntilTradingAsync();
        bench.Settings["control.tokens.nora.sha256"] = TestTokens.Sha256(NewToken); // Would be well by itself.
        bench.Settings["control.tokens.nora.role"] = "admin";
        if (value is null) bench.Settings.Remove(key);
        else bench.Settings[key] = value;
        var told = await bench.ReloadAsync();
        Assert.StartsWith("the settings were read again and refused whole, nothing has changed: ", told);
        Assert.Contains(reason, told, StringComparison.Ordinal);
        if (value?.Length > 5 && key.Contains("sha256", StringComparison.Ordinal)) Assert.DoesNotContain(value, told);

        await StatusAsync(bench, TestTokens.Viewer);
        await ControlBench.RefusedAsync(StatusCode.Unauthenticated, () => StatusAsync(bench, NewToken));
        var (head, text) = Assert.Single(Journaled(bench));
        Assert.Equal(ReloadOutcome.Refused, head.Outcome);
        Assert.EndsWith(text, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_handshakes_use_the_new_certificate_and_connections_that_are_open_go_on()
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority();
        using var files = new TempFolder();
        using var desk = authority.Sign("desk");
        (string, string)[] settings =
        [
            .. authority.WriteTls(files.Path, withClients: true), ("control.principals.desk.role", "operator"),
        ];
        await using var bench = new ControlBench(tls: new RpcTls(desk, authority.Trust), settings: settings);
        await bench.UntilTradingAsync();
        var first = await ShownAsync(bench, desk);

        authority.WriteTls(files.Path, withClients: true); // Another certificate in the same files.
        var told = await bench.ReloadAsync();
        Assert.Contains($"control.tls.certificate {first[..12]} -> ", told, StringComparison.Ordinal);
        Assert.Contains("valid until ", told, StringComparison.Ordinal);
        var second = await ShownAsync(bench, desk);
        Assert.NotEqual(first, second);
        Assert.Contains($" -> {second[..12]}", told, StringComparison.Ordinal);
        await bench.Status.GetStatusAsync(new Wire.GetStatusRequest());

        await File.WriteAllTextAsync(files.Of("clients.pem"), stranger.TrustPem); // Who signed it is believed no more.
        Assert.Contains("control.tls.clientAuthorities ", await bench.ReloadAsync(), StringComparison.Ordinal);
        using var again = RpcChannels.Create(
            bench.Address, new RpcClientOptions { Tls = new RpcTls(desk, authority.Trust) });
        await ControlBench.RefusedAsync(StatusCode.Unavailable, async () =>
            await new Wire.Status.StatusClient(again).GetStatusAsync(new Wire.GetStatusRequest()));

        await File.WriteAllTextAsync(files.Of("server.key"), "nothing");
        Assert.Contains("refused whole", await bench.ReloadAsync(), StringComparison.Ordinal);
        await bench.Status.GetStatusAsync(new Wire.GetStatusRequest());
    }

    [Fact]
    public async Task A_commanded_level_stays_until_the_setting_is_another_one()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        await bench.Control.SetLogLevelAsync(
            new Wire.SetLogLevelRequest { Head = bench.Head(), Level = Wire.LogLevel.Warning });
        bench.Settings["log.level"] = "information"; // Said now, and as before.
        bench.Reports.Clear();
        bench.Settings["risk.maxPosition"] = "1";
        Assert.Contains("refused whole", await bench.ReloadAsync(), StringComparison.Ordinal);
        Assert.Equal(LogVerbosity.Warning, bench.Log.Levels.InForce);

        bench.Settings.Remove("risk.maxPosition");
        bench.Settings["risk.maxPosition"] = bench.Setup.ConfigText.Split('\n')
            .Single(line => line.StartsWith("risk.maxPosition=", StringComparison.Ordinal)).Split('=')[1];
        bench.Settings["log.level"] = "debug";
        bench.Expected.Add("");
        await bench.ReloadAsync();
        Assert.Equal((LogVerbosity.None, LogVerbosity.Debug),
            (bench.Log.Levels.Commanded, bench.Log.Levels.InForce));
        Assert.True(Journaled(bench)[^1].Head.IsLogLevelChanged == 1);
    }

    private static async Task StatusAsync(ControlBench bench, string token) =>
        await new Wire.Status.StatusClient(bench.With(token)).GetStatusAsync(new Wire.GetStatusRequest());

    // The fingerprint that a handshake from scratch shows.
    private static async Task<string> ShownAsync(ControlBench bench, X509Certificate2 own)
    {
        var uri = new Uri(bench.Address);
        using var client = new TcpClient();
        await client.ConnectAsync(uri.Host, uri.Port);
        var shown = "";
        await using var tls = new SslStream(client.GetStream(), false, Note, (_, _, _, _, _) => own);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ApplicationProtocols = [SslApplicationProtocol.Http2],
        });
        return shown;

        bool Note(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            shown = certificate!.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);
            return errors == SslPolicyErrors.RemoteCertificateChainErrors; // The authority is that of a test.
        }
    }

    private static List<(SettingsReloadedPayload Head, string Text)> Journaled(ControlBench bench)
    {
        using var reader = JournalReader.Open(new DiskStorage(bench.Folder));
        var found = new List<(SettingsReloadedPayload, string)>();
        var durable = bench.Engine.DurableSequence;
        for (var records = reader.ReadUpTo(durable); !records.IsEmpty; records = reader.ReadUpTo(durable))
        {
            for (var i = 0; i < records.Length; i++)
            {
                if (records[i].Kind != EventKind.SettingsReloaded) continue;

                var head = records[i].SettingsReloaded;
                var text = new StringBuilder();
                while (i + 1 < records.Length && records[i + 1].IsContinuation)
                    text.Append(AsciiText.Read(records[++i].Text.Bytes));
                Assert.Equal(head.TextBytes, text.Length);
                found.Add((head, text.ToString()));
            }
        }
        return found;
    }
}
