using System.CommandLine;
using ControlCli.Contexts;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Online;

/// <summary>
/// The options that say which engine is meant: <c>--endpoint</c>, else the engine that runs on <c>--journal</c>, else
/// the context, else the default port of this machine.
/// </summary>
internal sealed class ConnectionOptions
{
    public const string ContextVariable = "ENGINECTL_CONTEXT";

    private readonly Option<string> _endpoint = new("--endpoint", "-e")
    {
        HelpName = "URL",
        Description = "Address of the engine: http://HOST:PORT, https://HOST:PORT or unix:/PATH.",
    };

    private readonly Option<string> _journal = new("--journal", "-j") { HelpName = "DIR" };

    private readonly Option<string> _context = new("--context")
    {
        HelpName = "NAME",
        Description = $"Engine by name, see 'context list' (default: ${ContextVariable}, else the one in use, "
            + $"else {EngineTarget.DefaultAddress}).",
    };

    private readonly Option<string> _tokenFile = new("--token-file")
    {
        HelpName = "FILE",
        Description = $"File of the token (default: ${Credentials.TokenVariable}, else that of the context).",
    };

    private readonly Option<string> _authorities = new("--ca")
    {
        HelpName = "FILE",
        Description = "PEM of the authorities that the engine's certificate is checked against.",
    };

    private readonly Option<string> _certificate = new("--cert")
    {
        HelpName = "FILE",
        Description = "PEM of the certificate to show to the engine (mutual TLS); with --cert-key.",
    };

    private readonly Option<string> _key = new("--cert-key")
    {
        HelpName = "FILE",
        Description = "PEM of its private key.",
    };

    private readonly Option<bool> _offline = new("--offline")
    {
        Description = "Read the files of --journal even if an engine runs on it.",
    };

    private readonly bool _hasFiles;

    /// <param name="hasFiles">The verb can also read the files of a journal.</param>
    public ConnectionOptions(bool hasFiles)
    {
        _hasFiles = hasFiles;
        _journal.Description = hasFiles
            ? "Journal folder: asks the engine that runs on it; if none does, reads the files."
            : "Journal folder of a running engine, to find it there.";
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_endpoint);
        command.Options.Add(_journal);
        if (_hasFiles) command.Options.Add(_offline);
        command.Options.Add(_context);
        command.Options.Add(_tokenFile);
        command.Options.Add(_authorities);
        command.Options.Add(_certificate);
        command.Options.Add(_key);
    }

    /// <summary>The folder whose files are meant; null if an engine is.</summary>
    /// <exception cref="CliException">The options contradict each other.</exception>
    public string? FilesOf(ParseResult arguments)
    {
        if (!_hasFiles) return null;

        var journal = arguments.GetValue(_journal);
        if (arguments.GetValue(_offline))
        {
            return journal ?? throw new CliException(
                ExitCode.Usage, "--offline needs the files to read: give their folder with --journal.");
        }
        if (journal is null || arguments.GetValue(_endpoint) is not null) return null;
        return RunningEngine.Find(journal)?.Grpc is null ? journal : null;
    }

    /// <summary>A journal folder is named, is there, and no engine runs on it.</summary>
    public bool IsNobodyThere(ParseResult arguments) => arguments.GetValue(_endpoint) is null
        && arguments.GetValue(_journal) is { } journal && Directory.Exists(journal)
        && RunningEngine.Find(journal) is null;

    /// <exception cref="CliException">There is no such engine, or something about it cannot be used.</exception>
    public EngineTarget Target(ParseResult arguments, CliConsole console)
    {
        var (target, context) = Find(arguments, console);
        Require(target.Address);
        var hasTlsOptions = arguments.GetValue(_authorities) is not null || arguments.GetValue(_certificate) is not null
            || arguments.GetValue(_key) is not null;
        target = target with
        {
            Token = Credentials.Token(
                arguments.GetValue(_tokenFile)
                    ?? (string.IsNullOrEmpty(console.Variable(Credentials.TokenVariable)) ? context?.TokenFile : null),
                console),
            Tls = hasTlsOptions
                ? Credentials.Tls(
                    arguments.GetValue(_authorities), arguments.GetValue(_certificate), arguments.GetValue(_key))
                : Credentials.Tls(context?.Authorities, context?.Certificate, context?.Key),
        };
        if (target.Token is null || target.IsLocal || target.Address.StartsWith("https:", StringComparison.Ordinal))
            return target;

        throw new CliException(ExitCode.Refused,
            $"The token would go to {target.Address} readable for everybody on the way: use https://.");
    }

    private (EngineTarget Target, EngineContext? Context) Find(ParseResult arguments, CliConsole console)
    {
        if (arguments.GetValue(_endpoint) is { } endpoint)
            return (new EngineTarget { Address = endpoint, Origin = "--endpoint" }, null);

        if (arguments.GetValue(_journal) is { } journal)
        {
            var engine = RunningEngine.Find(journal) ?? throw NotRunning(journal);
            var address = engine.Grpc ?? throw new CliException(ExitCode.Unreachable,
                $"The engine on '{journal}' (process {engine.ProcessId}) does not listen: start it with control.grpc.");
            return (new EngineTarget
            {
                Address = address,
                Origin = journal,
                Http = engine.Http,
                ProcessId = engine.ProcessId,
            }, null);
        }

        var named = arguments.GetValue(_context) ?? console.Variable(ContextVariable);
        var book = ContextBook.Load(console);
        var name = string.IsNullOrEmpty(named) ? book.Current : named;
        if (name is null)
        {
            return (new EngineTarget
            {
                Address = EngineTarget.DefaultAddress,
                Origin = "default",
                Http = EngineTarget.DefaultHttp,
            }, null);
        }

        var context = book.Get(name);
        return (new EngineTarget
        {
            Address = context.Endpoint,
            Origin = "context " + name,
            Http = context.Http,
            Account = context.Account,
            Mode = Enum.TryParse<V1.Mode>(context.Mode, ignoreCase: true, out var mode) ? mode : default,
        }, context);
    }

    private CliException NotRunning(string journal) => Directory.Exists(journal)
        ? new CliException(ExitCode.Unreachable,
            $"No engine runs on '{journal}': start it there, or name another with --endpoint or --context.")
        : new CliException(ExitCode.Unreachable,
            $"There is no folder '{journal}': give the journal folder of a running engine with --journal"
            + (_hasFiles ? ", or of a stopped one." : "."));

    /// <exception cref="CliException">The address has none of the forms.</exception>
    public static void Require(string address)
    {
        var isUnix = address.StartsWith("unix:/", StringComparison.Ordinal);
        var isWeb = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri.UserInfo.Length == 0;
        if (isUnix || isWeb) return;
        throw new CliException(ExitCode.Usage,
            $"The address '{address}' cannot be used: give http://HOST:PORT, https://HOST:PORT or unix:/PATH.");
    }
}
