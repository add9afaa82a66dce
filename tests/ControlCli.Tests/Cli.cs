using System.Text.Json.Nodes;

namespace ControlCli.Tests;

/// <summary>Calls enginectl in this process, as a shell would.</summary>
internal sealed record Cli(ExitCode Code, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public JsonNode Json => JsonNode.Parse(Output)!;

    public static Cli Run(params string[] args) => Run(isTerminal: false, args);

    public static Cli Run(bool isTerminal, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = EngineCtl.Run(args, new CliConsole(output, error, isTerminal, isTerminal));
        return new Cli(code, output.ToString(), error.ToString());
    }
}
