using System.Runtime.Versioning;
using Xunit;

namespace ControlCli.Tests.Online;

[UnsupportedOSPlatform("windows")]
public sealed class ContextTests : IDisposable
{
    private readonly TempFolder _home = new();
    private readonly Shell _shell;

    public ContextTests() => _shell = new Shell { Variables = new() { ["XDG_CONFIG_HOME"] = _home.Path } };

    private string BookFile => Path.Combine(_home.Path, "enginectl", "contexts.json");

    [Fact]
    public void Contexts_are_added_used_listed_shown_and_removed()
    {
        Assert.Equal(ExitCode.Ok, Add("paper", "--mode", "paper", "--account", "DU1").Code);
        Assert.Equal(ExitCode.Ok, Add("real", "--mode", "live", "--account", "U2").Code);
        Assert.Equal(ExitCode.Ok, _shell.Run("context", "use", "real").Code);

        Assert.Equal(
            "   NAME   MODE   ACCOUNT  ENDPOINT\n" +
            "   paper  paper  DU1      http://127.0.0.1:5051\n" +
            "*  real   LIVE   U2       http://127.0.0.1:5051\n", _shell.Run("context", "list").Output);
        var shown = _shell.Run("context", "show", "-o", "json").Json;
        Assert.Equal("real", shown["name"]!.GetValue<string>());
        Assert.Equal("live", shown["mode"]!.GetValue<string>());

        Assert.Equal(ExitCode.Ok, _shell.Run("context", "remove", "real").Code);
        Assert.Equal(ExitCode.Negative, _shell.Run("context", "show").Code);
    }

    [Fact]
    public void The_file_is_for_its_owner_only()
    {
        Add("paper");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(BookFile));
    }

    [Fact]
    public void A_context_that_is_not_there_is_named_with_those_that_are()
    {
        Add("paper");
        var result = _shell.Run("status", "--context", "papre");

        Assert.Equal(ExitCode.Negative, result.Code);
        Assert.Contains("There is no context 'papre': give one of paper", result.Error);
    }

    [Fact]
    public void A_live_context_must_say_whose_it_is()
    {
        Assert.Equal(ExitCode.Usage, Add("real", "--mode", "live").Code);
        Assert.False(File.Exists(BookFile));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named_with_the_remedy()
    {
        Add("paper");
        File.WriteAllText(BookFile, "{ oops");
        var result = _shell.Run("context", "list");

        Assert.Equal(ExitCode.Unhealthy, result.Code);
        Assert.Contains("mend it, or delete it", result.Error);
    }

    public void Dispose() => _home.Dispose();

    private Cli Add(string name, params string[] more) =>
        _shell.Run(["context", "add", name, "--endpoint", "http://127.0.0.1:5051", .. more]);
}
