using System.CommandLine;
using ControlCli.Output;
using ControlCli.Verbs;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Online;

/// <summary>One call of a verb on a running engine.</summary>
internal sealed record OnlineCall(
    ParseResult Arguments, CliConsole Console, EngineLink Link, string OutputFormat, CancellationToken Cancel)
{
    private const string Redraw = "\e[H\e[2J";

    public bool IsJson => OutputFormat == SharedOptions.Json;

    /// <summary>Of the command that is under way; a failure names it.</summary>
    public string? Key { get; set; }

    /// <summary>Only looks on: Ctrl-C is its usual end.</summary>
    public bool IsWatching { get; set; }

    public T? Get<T>(Option<T> option) => Arguments.GetValue(option);

    /// <summary>A report that says first whose engine it is about.</summary>
    public async Task<Report> ReportAsync()
    {
        var status = await Link.IdentifyAsync(Cancel);
        return new Report().Header(HeaderOf(status));
    }

    /// <summary>One of several pictures: a line of JSON each, or redrawn on a terminal, else a line each.</summary>
    public void ShowPicture(Func<Report> report, Func<string> line)
    {
        if (IsJson)
        {
            report().WriteJsonLine(Console);
        }
        else if (Console.IsOutputTerminal)
        {
            Console.Output.Write(Redraw);
            report().Write(Console, isJson: false);
        }
        else
        {
            Console.Output.WriteLine(line());
        }
        Console.Output.Flush();
    }

    public EngineHeader HeaderOf(V1.EngineStatus status) => new(
        status.Mode.ToString().ToLowerInvariant(), status.Account, status.EngineId,
        $"{Link.Target.Address} ({Link.Target.Origin})");
}
