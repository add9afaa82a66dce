using System.CommandLine;

namespace ControlCli.Verbs;

/// <summary>A command that shows examples at the end of its help.</summary>
internal sealed class VerbCommand(string name, string description, params string[] examples)
    : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
