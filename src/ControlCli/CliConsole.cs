using System.Text;

namespace ControlCli;

/// <summary>Where a verb writes: results to the output, everything else to the error stream.</summary>
internal sealed class CliConsole(TextWriter output, TextWriter error, bool isOutputTerminal, bool isErrorTerminal)
{
    private const int BufferChars = 65_536;

    public TextWriter Output { get; } = output;

    public TextWriter Error { get; } = error;

    /// <summary>Colour is for people: never in a pipe or a file, and not where NO_COLOR asks for none.</summary>
    public bool HasColour { get; } = isOutputTerminal
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public bool IsOutputTerminal { get; } = isOutputTerminal;

    public bool IsErrorTerminal { get; } = isErrorTerminal;

    /// <summary>Where answers to questions come from.</summary>
    public TextReader Input { get; init; } = TextReader.Null;

    /// <summary>Nobody is asked who is not there.</summary>
    public bool IsInputTerminal { get; init; }

    /// <summary>Reads a variable of the environment.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Ends verbs that watch, besides Ctrl-C.</summary>
    public CancellationToken Stop { get; init; }

    public static CliConsole FromProcess()
    {
        // UTF-8 without mark and LF whatever the locale says: the output is read by programs.
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = new StreamWriter(Console.OpenStandardOutput(), utf8, BufferChars) { NewLine = "\n" };
        var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true, NewLine = "\n" };
        return new CliConsole(output, error, !Console.IsOutputRedirected, !Console.IsErrorRedirected)
        {
            Input = Console.In,
            IsInputTerminal = !Console.IsInputRedirected,
        };
    }

    /// <summary>The text in a colour, or as it is where there is none.</summary>
    public string Paint(string text, Paint paint) =>
        HasColour && paint != ControlCli.Paint.None ? $"\e[{(int)paint}m{text}\e[0m" : text;
}
