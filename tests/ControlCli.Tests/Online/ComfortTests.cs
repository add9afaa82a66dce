using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace ControlCli.Tests.Online;

public sealed class ComfortTests
{
    [Fact]
    public void A_token_is_shown_once_with_the_settings_that_hold_its_hash()
    {
        var first = Cli.Run("token", "create", "alice", "--role", "operator", "-o", "json").Json;
        var token = first["token"]!.GetValue<string>();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

        Assert.Equal(43, token.Length);
        Assert.Equal(
            [$"control.tokens.alice.sha256={hash}", "control.tokens.alice.role=operator"],
            first["settings"]!.AsArray().Select(line => line!.GetValue<string>()));
        Assert.NotEqual(token, Cli.Run("token", "create", "alice", "--role", "operator", "-o", "json")
            .Json["token"]!.GetValue<string>());
        Assert.Equal(ExitCode.Usage, Cli.Run("token", "create", "al ice", "--role", "operator").Code);
        Assert.Equal(ExitCode.Usage, Cli.Run("token", "create", "alice", "--role", "king").Code);
    }

    [Theory]
    [InlineData("PositionLimit", "PositionLimit")]
    [InlineData("permissionreducing", "PermissionReducing")]
    [InlineData("-21", "PermissionReducing")]
    public void A_code_is_explained_by_name_or_number(string code, string name)
    {
        var codes = Cli.Run("explain", code, "-o", "json").Json["codes"]!.AsArray();

        Assert.Contains(codes, row => row!["name"]!.GetValue<string>() == name);
        Assert.All(codes, row => Assert.NotEqual("", row!["remedy"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("exit", "5")]
    [InlineData("exit 5")]
    public void An_exit_code_is_explained_by_its_number(params string[] words)
    {
        var codes = Cli.Run(["explain", .. words, "-o", "json"]).Json["codes"]!.AsArray();

        Assert.NotEmpty(codes);
        Assert.All(codes, row => Assert.StartsWith("exit code", row!["family"]!.GetValue<string>()));
    }

    [Fact]
    public void A_code_that_is_none_is_a_negative_answer_with_the_nearest()
    {
        var result = Cli.Run("explain", "Reducing1");
        Assert.Equal(ExitCode.Negative, result.Code);
        Assert.Contains("lists them all", result.Error);
        Assert.Contains("did you mean PermissionReducing", Cli.Run("explain", "reducin").Error);
    }

    [Fact]
    public async Task The_version_is_told_with_and_without_an_engine()
    {
        await using var engine = await FakeEngine.StartAsync();
        Assert.Equal("1.0.0-abc", Cli.Run("version", "-o", "json", "-e", engine.Address)
            .Json["engine"]!.GetValue<string>());

        var alone = Cli.Run("version", "-e", $"http://127.0.0.1:{Ports.Unused()}");
        Assert.Equal(ExitCode.Ok, alone.Code);
        Assert.Contains("none answers at", alone.Output);
    }

    [Fact]
    public void Shells_can_ask_how_a_line_goes_on()
    {
        Assert.Contains("complete -o default -F _enginectl enginectl", Cli.Run("completion", "bash").Output);
        Assert.StartsWith("#compdef enginectl", Cli.Run("completion", "zsh").Output);
        Assert.Equal(ExitCode.Usage, Cli.Run("completion", "fish").Code);

        Assert.Contains("status", Cli.Run("[suggest:12]", "enginectl sta").Lines);
    }
}
