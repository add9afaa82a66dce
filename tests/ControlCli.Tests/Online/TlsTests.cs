using System.Net;
using System.Security.Cryptography.X509Certificates;
using Engine.Rpc.Hosting;
using Engine.Testing;
using Xunit;

namespace ControlCli.Tests.Online;

/// <summary>TLS and mutual TLS as an operator meets them: it works, or one line says what is wrong.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_right_certificate_is_believed_by_name_and_by_address()
    {
        using var certificate = _authority.Sign("localhost");
        await using var engine = await StartAsync(certificate);
        foreach (var host in new[] { "localhost", "127.0.0.1" })
        {
            var result = Cli.Run("status", "-e", AddressOf(engine, host), "--ca", Trust(_authority));
            Assert.True(result.Code == ExitCode.Ok, result.Error);
        }
    }

    [Theory]
    [InlineData("authority", "signed by none of the authorities", "Give the right ones with --ca FILE")]
    [InlineData("no authority", "signed by none of the authorities", "Give the authorities that have signed it")]
    [InlineData("name", "its certificate is for another name", "Use the name that it is for")]
    [InlineData("expired", "its certificate was valid until 20", "control.tls.certificate, then SIGHUP")]
    public async Task A_wrong_server_is_unreachable_in_one_line_with_the_remedy(
        string wrong, string cause, string remedy)
    {
        using var stranger = new TestAuthority();
        using var certificate = wrong switch
        {
            "name" => _authority.Sign("somewhere.else", address: false),
            "expired" => _authority.Sign("localhost", until: DateTimeOffset.UtcNow.AddDays(-1)),
            _ => _authority.Sign("localhost"),
        };
        await using var engine = await StartAsync(certificate);
        string[] believes = wrong switch
        {
            "authority" => ["--ca", Trust(stranger)],
            "no authority" => [],
            _ => ["--ca", Trust(_authority)],
        };
        var address = AddressOf(engine, "localhost");
        var result = Cli.Run(["halt", "--reason", "test", "-e", address, .. believes]);
        AssertOneLine(result, ExitCode.Unreachable, cause, remedy);
        Assert.Contains($"The engine at {address} is not believed, and nothing was sent", result.Error);
        Assert.Empty(engine.Requests);
    }

    [Fact]
    public async Task With_mutual_TLS_a_client_without_a_certificate_is_refused_in_one_line_with_the_remedy()
    {
        using var certificate = _authority.Sign("localhost");
        using var stranger = new TestAuthority();
        await using var engine = await StartAsync(certificate, _authority.Trust);
        var address = AddressOf(engine, "localhost");
        string[] status = ["status", "-e", address, "--ca", Trust(_authority)];
        AssertOneLine(
            Cli.Run(status), ExitCode.Refused, "it wants a certificate (mutual TLS)", "--cert FILE --cert-key FILE");

        using var desk = _authority.Sign("desk");
        var result = Cli.Run([.. status, .. Show("desk", desk)]);
        Assert.True(result.Code == ExitCode.Ok, result.Error);

        using var unknown = stranger.Sign("desk");
        AssertOneLine(
            Cli.Run([.. status, .. Show("unknown", unknown)]), ExitCode.Refused,
            "has hung up on the certificate of --cert", "control.tls.clientAuthorities");
        using var expired = _authority.Sign("desk", until: DateTimeOffset.UtcNow.AddDays(-1));
        AssertOneLine(
            Cli.Run([.. status, .. Show("expired", expired)]), ExitCode.Refused,
            "has hung up on the certificate of --cert", "whose time is not over");
    }

    [Fact]
    public async Task A_key_that_does_not_belong_to_its_certificate_is_a_usage_error_that_shows_neither()
    {
        using var certificate = _authority.Sign("localhost");
        await using var engine = await StartAsync(certificate, _authority.Trust);
        using var one = _authority.Sign("one");
        using var other = _authority.Sign("other");
        var (file, _) = TestAuthority.Write(_folder.Path, "one", one);
        var (_, key) = TestAuthority.Write(_folder.Path, "other", other);
        var result = Cli.Run(
            "status", "-e", AddressOf(engine, "localhost"), "--ca", Trust(_authority), "--cert", file, "--cert-key",
            key);
        AssertOneLine(result, ExitCode.Usage, "cannot be read as certificate", "give another file");
        Assert.DoesNotContain("PRIVATE", result.Error);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    private static Task<FakeEngine> StartAsync(
        X509Certificate2 certificate, X509Certificate2Collection? clients = null) =>
        FakeEngine.StartAsync(kestrel => kestrel.ListenRpc(
            new IPEndPoint(IPAddress.Loopback, 0), new RpcTls(certificate, clients)));

    private static string AddressOf(FakeEngine engine, string host) =>
        $"https://{host}:{new Uri(engine.Address).Port}";

    private static void AssertOneLine(Cli result, ExitCode code, string cause, string remedy)
    {
        Assert.True(code == result.Code, $"{result.Code}: {result.Error}");
        var line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("enginectl: ", line);
        Assert.Contains(cause, line);
        Assert.Contains(remedy, line);
        Assert.Empty(result.Output);
    }

    private string Trust(TestAuthority authority)
    {
        var file = _folder.File($"{Guid.NewGuid():N}.pem");
        File.WriteAllText(file, authority.TrustPem);
        return file;
    }

    private string[] Show(string name, X509Certificate2 certificate)
    {
        var (file, key) = TestAuthority.Write(_folder.Path, name, certificate);
        return ["--cert", file, "--cert-key", key];
    }
}
