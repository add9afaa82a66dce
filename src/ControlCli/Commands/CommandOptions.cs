using System.CommandLine;
using System.Globalization;
using ControlCli.Online;
using ControlCli.Output;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Commands;

/// <summary>What every command is told besides what it does: why, under which key, and whether only to say.</summary>
internal sealed class CommandOptions
{
    private const int ReasonCharsMax = 1_000;
    private const int KeyCharsMax = 64;
    private const int OperatorCharsMax = 32;

    private readonly Option<string> _reason = new("--reason")
    {
        HelpName = "TEXT",
        Description = $"Why; journaled. Required; at most {ReasonCharsMax} characters of ASCII.",
        Required = true,
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Only say what it would do, what it would not, and the state after it.",
    };

    private readonly Option<string> _key = new("--key")
    {
        HelpName = "KEY",
        Description = "Idempotency key of an earlier call, to repeat it without doing it twice (default: a new one).",
    };

    private readonly Option<bool> _yes = new("--yes", "-y")
    {
        Description = "Do not ask before acting on a live engine.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_reason);
        command.Options.Add(_dryRun);
        command.Options.Add(_key);
        command.Options.Add(_yes);
    }

    public bool IsDryRun(OnlineCall call) => call.Get(_dryRun);

    /// <summary>
    /// Account and mode are those of the context, so that a command needs no question before it; else those of the engine.
    /// </summary>
    /// <exception cref="CliException">An option cannot be used, or the operator does not confirm.</exception>
    public async Task<(V1.CommandHead Head, EngineHeader Header)> PrepareAsync(OnlineCall call, string deed)
    {
        var head = new V1.CommandHead
        {
            Reason = Reason(call.Get(_reason)!),
            IdempotencyKey = Key(call.Get(_key)),
            OperatorName = OperatorName(call.Console),
            DryRun = IsDryRun(call),
        };
        var header = await ExpectAsync(call, head);
        if (header.IsLive && !head.DryRun && !call.Get(_yes)) Confirm(call.Console, header, deed);

        if (!head.DryRun)
        {
            // Before anything is sent: whoever never gets an answer needs it.
            call.Key = head.IdempotencyKey;
            call.Console.Error.WriteLine($"key {head.IdempotencyKey}");
        }
        return (head, header);
    }

    private static async Task<EngineHeader> ExpectAsync(OnlineCall call, V1.CommandHead head)
    {
        if (call.Link.Target is { Account: { } account, Mode: not V1.Mode.Unspecified } target)
        {
            (head.Account, head.Mode) = (account, target.Mode);
            return new EngineHeader(
                target.Mode.ToString().ToLowerInvariant(), account, "", $"{target.Address} ({target.Origin})");
        }
        var status = await call.Link.IdentifyAsync(call.Cancel);
        (head.Account, head.Mode) = (status.Account, status.Mode);
        return call.HeaderOf(status);
    }

    private static void Confirm(CliConsole console, EngineHeader header, string deed)
    {
        if (!console.IsInputTerminal)
        {
            throw new CliException(ExitCode.Refused,
                $"This is LIVE, account {header.Account}, and nobody is there to ask: give --yes if '{deed}' is meant.");
        }
        console.Error.WriteLine(console.Paint(header.Text, header.Paint));
        console.Error.Write($"{deed}? Type the account to go on: ");
        if (console.Input.ReadLine()?.Trim() == header.Account) return;
        throw new CliException(ExitCode.Refused, "Not confirmed; nothing was sent.");
    }

    private static string Reason(string text)
    {
        if (!string.IsNullOrWhiteSpace(text) && text.Length <= ReasonCharsMax && IsPrintable(text)) return text;
        throw new CliException(ExitCode.Usage,
            $"--reason must say why, in 1 to {ReasonCharsMax} printable characters of ASCII.");
    }

    private static string Key(string? given)
    {
        var key = given ?? string.Create(CultureInfo.InvariantCulture, $"ctl-{Guid.NewGuid():N}");
        if (key.Length is > 0 and <= KeyCharsMax && IsPrintable(key)) return key;
        throw new CliException(
            ExitCode.Usage, $"--key must have 1 to {KeyCharsMax} printable characters of ASCII.");
    }

    // Unverified: who is authenticated is recorded by the engine.
    private static string OperatorName(CliConsole console)
    {
        var name = console.Variable("USER") ?? console.Variable("LOGNAME") ?? "";
        return string.Concat(name.Where(c => c is > ' ' and <= '~').Take(OperatorCharsMax));
    }

    private static bool IsPrintable(string text) => text.All(c => c is >= ' ' and <= '~');
}
