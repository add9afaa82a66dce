using System.CommandLine;

namespace ControlCli.Verbs;

/// <summary><c>completion</c>: scripts that let a shell ask enginectl how a line may go on.</summary>
internal static class CompletionVerb
{
    private const string Bash = """
        _enginectl() {
            local IFS=$'\n'
            local found
            found="$(enginectl "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)"
            COMPREPLY=($(compgen -W "${found}" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _enginectl enginectl
        """;

    private const string Zsh = """
        #compdef enginectl
        _enginectl() {
            local -a found
            found=("${(@f)$(enginectl "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a found
        }
        compdef _enginectl enginectl
        """;

    public static Command Create(CliConsole console)
    {
        var shell = new Argument<string>("SHELL") { HelpName = "bash|zsh", Description = "bash or zsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh");
        var command = new VerbCommand("completion", "Print the script that completes enginectl's words in a shell.",
            "source <(enginectl completion bash)",
            "enginectl completion zsh > ~/.zfunc/_enginectl")
        {
            shell,
        };
        command.SetAction(arguments =>
        {
            var script = arguments.GetValue(shell) == "bash" ? Bash : Zsh;
            console.Output.WriteLine(script.ReplaceLineEndings("\n"));
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
