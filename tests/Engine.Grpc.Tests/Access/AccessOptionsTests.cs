using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Grpc.Access;
using Engine.Grpc.Hosting;
using Engine.Testing;
using Xunit;

namespace Engine.Grpc.Tests.Access;

public sealed class AccessOptionsTests
{
    private const string Canary = "canary-of-a-secret";

    [Theory]
    [InlineData("control.tokens.ada.sha256", Canary)]
    [InlineData("control.tokens.ada.sha256", "00")]
    [InlineData("control.tokens.ada.role", Canary)]
    public void What_cannot_be_used_is_refused_by_its_key_and_never_shown(string key, string value)
    {
        var config = Config([.. TestTokens.Setting("ada", "token", "admin"), (key, value)]);
        var message = Refused(config);
        Assert.StartsWith($"Setting '{key}' is no ", message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, message.Replace("sha256", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_token_the_hash_of_nothing_and_one_token_for_two_are_refused()
    {
        Assert.Contains("'control.tokens.ada.role' is missing",
            Refused(Config([("control.tokens.ada.sha256", TestTokens.Sha256("t"))])), StringComparison.Ordinal);
        Assert.Contains("'control.tokens.ada.sha256' is missing",
            Refused(Config([("control.tokens.ada.role", "admin")])), StringComparison.Ordinal);
        Assert.Contains("is the hash of nothing",
            Refused(Config([.. TestTokens.Setting("ada", "", "admin")])), StringComparison.Ordinal);
        Assert.Contains("'control.tokens.bob.sha256' is that of another token", Refused(Config(
            [.. TestTokens.Setting("ada", "t", "admin"), .. TestTokens.Setting("bob", "t", "viewer")])),
            StringComparison.Ordinal);
        Assert.Contains("33 characters",
            Refused(Config([.. TestTokens.Setting(new string('n', 33), "t", "admin")])), StringComparison.Ordinal);
    }

    [Fact]
    public void Tls_is_whole_or_refused_and_a_key_file_is_never_quoted()
    {
        using var authority = new TestAuthority();
        using var files = new TempFolder();
        var whole = authority.WriteTls(files.Path, withClients: true);
        Assert.NotNull(AccessOptions.FromConfig(Config(whole).Section("control")).Tls?.Authorities);

        Assert.Contains("'control.tls.certificate' is missing", Refused(Config([whole[1]])), StringComparison.Ordinal);
        Assert.Contains("'control.tls.key' is missing", Refused(Config([whole[0]])), StringComparison.Ordinal);
        Assert.Contains("'control.tls.clientAuthorities' is missing", Refused(Config(
            [whole[0], whole[1], ("control.principals.desk.role", "admin")])), StringComparison.Ordinal);
        var garbage = files.Write("garbage.key", Canary);
        foreach (var (key, value) in new[]
            {
                ("control.tls.key", garbage), ("control.tls.certificate", garbage),
                ("control.tls.key", files.Of("nowhere")), ("control.tls.clientAuthorities", garbage),
                ("control.tls.clientAuthorities", files.Of("nowhere")),
            })
        {
            var message = Refused(Config([.. whole, (key, value)]));
            Assert.Contains("'control.tls.", message, StringComparison.Ordinal);
            Assert.DoesNotContain(Canary, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Others_are_let_near_with_tls_and_credentials_only()
    {
        using var authority = new TestAuthority();
        using var files = new TempFolder();
        var tls = authority.WriteTls(files.Path, withClients: false);
        (string, string) address = ("control.grpc", "0.0.0.0:5051");
        Assert.Contains("others can reach it without TLS",
            Assert.Throws<ConfigException>(() => Control([address, .. TestTokens.Settings])).Message,
            StringComparison.Ordinal);
        Assert.Contains("others can reach it without anybody being told apart",
            Assert.Throws<ConfigException>(() => Control([address, .. tls])).Message, StringComparison.Ordinal);
        var allowed = Control([address, .. tls, .. TestTokens.Settings]);
        Assert.Equal("0.0.0.0:5051", allowed.Grpc.EndPoint?.ToString());
        Assert.False(allowed.HasReflection);
        Assert.True(Control([]).HasReflection);
    }

    private static ControlOptions Control((string, string)[] settings) =>
        ControlOptions.FromConfig(Config(settings), EngineMode.Paper);

    private static string Refused(CanonicalConfig config) =>
        Assert.Throws<ConfigException>(() => AccessOptions.FromConfig(config.Section("control"))).Message;

    private static CanonicalConfig Config((string Key, string Value)[] settings)
    {
        var config = new CanonicalConfig();
        foreach (var (key, value) in settings) config.Set(key, value);
        return config;
    }
}
