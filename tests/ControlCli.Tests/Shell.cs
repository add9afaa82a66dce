namespace ControlCli.Tests;

/// <summary>What surrounds a call of enginectl: variables, terminal, keyboard. Nothing of the real user's.</summary>
internal sealed class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public bool IsTerminal { get; init; }

    /// <summary>What is typed; null if nobody is at the keyboard.</summary>
    public string? Typed { get; init; }

    public Dictionary<string, string> Variables { get; init; } = new() { ["XDG_CONFIG_HOME"] = "/no/such/folder" };

    public CancellationToken Stop { get; init; }

    /// <summary>Gets what is written to the output, as it is written.</summary>
    public TextWriter? Output { get; init; }

    public Cli Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var console = new CliConsole(Output ?? output, error, IsTerminal, IsTerminal)
        {
            Input = new StringReader(Typed ?? ""),
            IsInputTerminal = Typed is not null,
            Variable = name => Variables.GetValueOrDefault(name),
            Stop = Stop,
        };

        // A process has no synchronization context; that of the test would run what waits on the thread that waits.
        var code = Task.Run(() => EngineCtl.Run(args, console)).WaitAsync(Patience).GetAwaiter().GetResult();
        return new Cli(code, output.ToString(), error.ToString());
    }
}
