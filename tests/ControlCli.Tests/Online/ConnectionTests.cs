using System.Runtime.Versioning;
using Xunit;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Tests.Online;

[UnsupportedOSPlatform("windows")]
public sealed class ConnectionTests
{
    [Fact]
    public void An_engine_that_is_not_there_is_unreachable_in_one_line_with_the_remedy()
    {
        var address = $"http://127.0.0.1:{Ports.Unused()}";
        var result = Cli.Run("status", "--endpoint", address);

        Assert.Equal(ExitCode.Unreachable, result.Code);
        Assert.StartsWith($"enginectl: No engine answers at {address} (--endpoint): ", result.Error);
        Assert.EndsWith("Start it, or name another with --endpoint, --journal or --context.\n", result.Error);
        Assert.Equal(1, result.Error.Count(c => c == '\n'));
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("127.0.0.1:5051")]
    [InlineData("ftp://somewhere")]
    [InlineData("http://user:secret@somewhere")]
    public void An_address_of_another_form_is_a_usage_error(string address)
    {
        var result = Cli.Run("status", "--endpoint", address);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("give http://HOST:PORT, https://HOST:PORT or unix:/PATH", result.Error);
    }

    [Fact]
    public async Task The_engine_of_a_journal_folder_is_found_through_its_endpoints_file()
    {
        await using var engine = await FakeEngine.StartAsync();
        using var folder = new TempFolder();
        WriteEndpoints(folder, Environment.ProcessId, new Uri(engine.Address).Authority);
        var result = Cli.Run("status", "--journal", folder.Path);

        Assert.True(result.Code == ExitCode.Ok, result.Error);
        Assert.StartsWith($"paper  account DU123  engine engine-1  {engine.Address} ({folder.Path})\n", result.Output);
    }

    [Fact]
    public void An_endpoints_file_that_a_dead_process_left_means_the_files()
    {
        using var folder = new TempFolder();
        WriteEndpoints(folder, int.MaxValue, "127.0.0.1:1");
        var result = Cli.Run("status", "--journal", folder.Path);

        Assert.Equal(ExitCode.Unreachable, result.Code);
        Assert.Contains("is not a journal", result.Error);
        Assert.Contains("No engine runs on", Cli.Run("health", "-j", folder.Path).Error);
    }

    [Fact]
    public void An_endpoints_file_that_is_damaged_is_named_with_the_remedy()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("endpoints.json"), "{ \"pid\": ");
        var result = Cli.Run("status", "--journal", folder.Path);

        Assert.Equal(ExitCode.Unreachable, result.Code);
        Assert.Contains("--offline", result.Error);
    }

    [Fact]
    public async Task A_token_is_sent_from_a_file_or_the_environment_and_never_shown()
    {
        const string Token = "canary-4711";
        await using var engine = await FakeEngine.StartAsync();
        engine.Token = Token;
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("token"), Token + "\n");
        File.SetUnixFileMode(folder.File("token"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(folder.File("wrong"), "another-canary");
        File.SetUnixFileMode(folder.File("wrong"), UnixFileMode.UserRead);

        var none = Cli.Run("status", "-e", engine.Address);
        Assert.Equal(ExitCode.Refused, none.Code);
        Assert.Contains("Give a token with --token-file or $ENGINECTL_TOKEN.", none.Error);

        Assert.Equal(ExitCode.Ok, Cli.Run("status", "-e", engine.Address, "--token-file", folder.File("token")).Code);
        Assert.Equal(
            ExitCode.Ok,
            new Shell { Variables = { ["ENGINECTL_TOKEN"] = Token } }.Run("status", "-e", engine.Address).Code);
        var wrong = Cli.Run("status", "-e", engine.Address, "--token-file", folder.File("wrong"));
        Assert.Equal(ExitCode.Refused, wrong.Code);
        Assert.DoesNotContain("canary", wrong.Error + wrong.Output);
    }

    [Fact]
    public void A_token_file_that_others_can_read_is_refused()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("token"), "t");
        File.SetUnixFileMode(
            folder.File("token"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var result = Cli.Run("status", "--token-file", folder.File("token"));

        Assert.Equal(ExitCode.Refused, result.Code);
        Assert.Contains("chmod 600", result.Error);
    }

    [Fact]
    public void A_token_is_not_sent_in_the_clear_to_another_machine()
    {
        var shell = new Shell { Variables = { ["ENGINECTL_TOKEN"] = "canary" } };
        var result = shell.Run("status", "-e", "http://192.0.2.1:5051");

        Assert.Equal(ExitCode.Refused, result.Code);
        Assert.Contains("use https://", result.Error);
        Assert.DoesNotContain("canary", result.Error);
    }

    [Fact]
    public async Task A_context_that_is_for_another_account_or_mode_refuses_the_engine()
    {
        await using var engine = await FakeEngine.StartAsync();
        using var home = new TempFolder();
        var shell = new Shell { Variables = new() { ["XDG_CONFIG_HOME"] = home.Path } };
        Assert.Equal(ExitCode.Ok, shell.Run(
            "context", "add", "mine", "-e", engine.Address, "--account", "DU123", "--mode", "paper").Code);
        Assert.Equal(ExitCode.Ok, shell.Run("status", "--context", "mine").Code);

        engine.Status = Pictures.Live();
        var result = shell.Run("status", "--context", "mine");
        Assert.Equal(ExitCode.Refused, result.Code);
        Assert.Contains("trades U999 in live, but context mine is for DU123 in paper", result.Error);
    }

    [Fact]
    public async Task Live_is_told_by_word_and_colour()
    {
        await using var engine = await FakeEngine.StartAsync();
        var paper = new Shell { IsTerminal = true }.Run("status", "-e", engine.Address).Lines[0];
        engine.Status = Pictures.Live();
        var live = new Shell { IsTerminal = true }.Run("status", "-e", engine.Address).Lines[0];

        Assert.StartsWith("\e[32mpaper  account DU123", paper);
        Assert.StartsWith("\e[41mLIVE  account U999", live);
        Assert.StartsWith("LIVE  account U999", Cli.Run("status", "-e", engine.Address).Output);
    }

    [Theory]
    [InlineData("--ca", "/no/such/file")]
    [InlineData("--token-file", "/no/such/file")]
    public void A_file_that_is_not_there_is_a_usage_error(string option, string file)
    {
        var result = Cli.Run("status", option, file);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains($"'{file}' cannot be read as", result.Error);
    }

    [Fact]
    public void A_certificate_without_its_key_is_a_usage_error() =>
        Assert.Contains("belong together", Cli.Run("status", "--cert", "/no/such/file").Error);

    private static void WriteEndpoints(TempFolder folder, int processId, string grpc) => File.WriteAllText(
        folder.File("endpoints.json"),
        $$"""
        {
          "pid": {{processId}},
          "grpc": "{{grpc}}",
          "http": null,
          "mode": "{{V1.Mode.Paper.ToString().ToLowerInvariant()}}",
          "account": "DU123",
          "engineId": "engine-1"
        }
        """);
}
