using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ControlCli.Verbs;

/// <summary>The usual help, then examples and exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public static string ExitCodes { get; } =
        """
        Exit codes:
          0   ok
          1   degraded, or a negative answer (no such order)
          2   unhealthy or failed (damaged journal, replay differs, engine without result)
          3   unreachable (no engine answers, no such journal)
          4   refused by policy (role, hold, account, mode, not confirmed)
          5   timed out, or stopped with work remaining
          64  the command line cannot be understood
        """.ReplaceLineEndings("\n");

    public override int Invoke(ParseResult parseResult)
    {
        ArgumentNullException.ThrowIfNull(parseResult);
        usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is VerbCommand { Examples.Count: > 0 } verb)
        {
            output.WriteLine("Examples:");
            foreach (var example in verb.Examples) output.WriteLine("  " + example);
            output.WriteLine();
        }
        output.WriteLine(ExitCodes);
        return (int)ExitCode.Ok;
    }
}
