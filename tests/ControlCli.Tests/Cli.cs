using System.Text.Json.Nodes;

namespace ControlCli.Tests;

/// <summary>Calls enginectl in this process, as a shell would.</summary>
internal sealed record Cli(ExitCode Code, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public JsonNode Json => JsonNode.Parse(Output)!;

    public static Cli Run(params string[] args) => new Shell().Run(args);

    public static Cli Run(bool isTerminal, params string[] args) => new Shell { IsTerminal = isTerminal }.Run(args);
}
