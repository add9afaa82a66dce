using System.CommandLine;
using ControlCli.Online;
using ControlCli.Output;
using ControlCli.Verbs;

namespace ControlCli.Contexts;

/// <summary>The noun <c>context</c>: engines by name.</summary>
internal static class ContextVerbs
{
    private static readonly string[] Modes = ["backtest", "paper", "live"];

    public static Command Create(CliConsole console)
    {
        var noun = new Command("context", "Engines by name: where they are, and whose they should be.");
        noun.Subcommands.Add(CreateList(console));
        noun.Subcommands.Add(CreateShow(console));
        noun.Subcommands.Add(CreateUse(console));
        noun.Subcommands.Add(CreateAdd(console));
        noun.Subcommands.Add(CreateRemove(console));
        return noun;
    }

    private static VerbCommand CreateList(CliConsole console)
    {
        var output = SharedOptions.Output([SharedOptions.Table, SharedOptions.Json]);
        var command = new VerbCommand("list", "List the contexts; the one in use has a star.", "enginectl context list")
        {
            output,
        };
        command.SetAction(arguments =>
        {
            var book = ContextBook.Load(console);
            new Report().Listing("", "contexts", Columns(book), book.Contexts)
                .Write(console, arguments.GetValue(output) == SharedOptions.Json);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static VerbCommand CreateShow(CliConsole console)
    {
        var output = SharedOptions.Output([SharedOptions.Table, SharedOptions.Json]);
        var name = new Argument<string?>("NAME")
        {
            Description = "Of the context; the one in use if left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new VerbCommand("show", "Show one context.", "enginectl context show", "enginectl context show live")
        {
            name, output,
        };
        command.SetAction(arguments =>
        {
            var book = ContextBook.Load(console);
            var shown = arguments.GetValue(name) ?? book.Current ?? throw new CliException(ExitCode.Negative,
                $"No context is in use, so {EngineTarget.DefaultAddress} is asked: choose one with 'context use NAME'.");
            var context = book.Get(shown);
            new Report()
                .Field("Context", "name", Cell.Of(shown))
                .Field("In use", "isCurrent", Cell.Of(shown == book.Current))
                .Field("Mode", "mode", ModeCell(context))
                .Field("Account", "account", Cell.Of(context.Account ?? ""))
                .Field("Endpoint", "endpoint", Cell.Of(context.Endpoint))
                .Field("Health", "http", Cell.Of(context.Http ?? ""))
                .Field("Token file", "tokenFile", Cell.Of(context.TokenFile ?? ""))
                .Field("Authorities", "authorities", Cell.Of(context.Authorities ?? ""))
                .Field("Certificate", "certificate", Cell.Of(context.Certificate ?? ""))
                .Field("Key", "key", Cell.Of(context.Key ?? ""))
                .Write(console, arguments.GetValue(output) == SharedOptions.Json);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static VerbCommand CreateUse(CliConsole console)
    {
        var name = Name();
        var command = new VerbCommand("use", "Use a context from now on.", "enginectl context use paper") { name };
        command.SetAction(arguments =>
        {
            var book = ContextBook.Load(console);
            book.Current = arguments.GetRequiredValue(name);
            var context = book.Get(book.Current);
            book.Save();
            Tell(console, book.Current, context);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static VerbCommand CreateAdd(CliConsole console)
    {
        var name = Name();
        var endpoint = new Option<string>("--endpoint", "-e")
        {
            HelpName = "URL",
            Description = "http://HOST:PORT, https://HOST:PORT or unix:/PATH.",
            Required = true,
        };
        var account = Text("--account", "ID", "The account that it trades; another one behind the endpoint is refused.");
        var mode = Text("--mode", string.Join('|', Modes), "Its mode; another one behind the endpoint is refused.");
        mode.AcceptOnlyFromAmong(Modes);
        var http = Text("--http", "URL", "Where it tells its health.");
        var token = Text("--token-file", "FILE", "File of the token; only its name is kept.");
        var authorities = Text("--ca", "FILE", "PEM of the authorities that its certificate is checked against.");
        var certificate = Text("--cert", "FILE", "PEM of the certificate to show to it; with --cert-key.");
        var key = Text("--cert-key", "FILE", "PEM of its private key.");
        var command = new VerbCommand("add", "Add a context, or replace the one of that name.",
            "enginectl context add paper --endpoint http://127.0.0.1:5051 --mode paper --account DEMO",
            "enginectl context add live --endpoint https://trade1:5051 --mode live --account U1234567 "
            + "--token-file ~/.config/enginectl/live.token --ca ca.pem")
        {
            name, endpoint, account, mode, http, token, authorities, certificate, key,
        };
        command.SetAction(arguments =>
        {
            ConnectionOptions.Require(arguments.GetRequiredValue(endpoint));
            var context = new EngineContext
            {
                Endpoint = arguments.GetRequiredValue(endpoint),
                Account = arguments.GetValue(account),
                Mode = arguments.GetValue(mode),
                Http = arguments.GetValue(http),
                TokenFile = Whole(arguments.GetValue(token)),
                Authorities = Whole(arguments.GetValue(authorities)),
                Certificate = Whole(arguments.GetValue(certificate)),
                Key = Whole(arguments.GetValue(key)),
            };
            if (context.IsLive && context.Account is null)
            {
                throw new CliException(ExitCode.Usage,
                    "A context for live trading must say whose it is: give --account.");
            }
            var book = ContextBook.Load(console);
            book.Contexts[arguments.GetRequiredValue(name)] = context;
            book.Save();
            Tell(console, arguments.GetRequiredValue(name), context);
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static VerbCommand CreateRemove(CliConsole console)
    {
        var name = Name();
        var command = new VerbCommand("remove", "Forget a context.", "enginectl context remove paper") { name };
        command.SetAction(arguments =>
        {
            var book = ContextBook.Load(console);
            var gone = arguments.GetRequiredValue(name);
            book.Get(gone);
            book.Contexts.Remove(gone);
            if (book.Current == gone) book.Current = null;
            book.Save();
            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static IReadOnlyList<Column<KeyValuePair<string, EngineContext>>> Columns(ContextBook book) =>
    [
        new("", "isCurrent", row => Cell.Of(row.Key == book.Current) with { Text = row.Key == book.Current ? "*" : "" }),
        new("NAME", "name", row => Cell.Of(row.Key)),
        new("MODE", "mode", row => ModeCell(row.Value)),
        new("ACCOUNT", "account", row => Cell.Of(row.Value.Account ?? "")),
        new("ENDPOINT", "endpoint", row => Cell.Of(row.Value.Endpoint)),
    ];

    private static Cell ModeCell(EngineContext context)
    {
        var mode = context.Mode ?? "";
        return Cell.Of(mode) with { Text = EngineHeader.ShownMode(mode), Paint = EngineHeader.PaintOf(mode) };
    }

    private static void Tell(CliConsole console, string name, EngineContext context)
    {
        var mode = context.Mode ?? "any";
        console.Output.WriteLine(console.Paint(
            $"{EngineHeader.ShownMode(mode)}  account {context.Account ?? "any"}  context {name}  {context.Endpoint}",
            EngineHeader.PaintOf(mode)));
    }

    private static Argument<string> Name() => new("NAME") { Description = "Of the context." };

    private static Option<string> Text(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description };

    // Used from any folder later.
    private static string? Whole(string? path) => path is null ? null : Path.GetFullPath(path);
}
