using Xunit;

namespace ControlCli.Tests.Online;

public sealed class RealEngineTests
{
    [Fact]
    public async Task A_real_engine_is_paused_resumed_halted_killed_found_halted_resumed_and_drained()
    {
        using var folder = new TempFolder();
        var journal = folder.File("journal");
        Directory.CreateDirectory(journal);
        await using (var engine = EngineProcess.Start(journal))
        {
            Ok("wait", "--for", "active", "--timeout", "30s", "-j", journal);
            Assert.Equal("Running", Ok("status", "-o", "json", "-j", journal).Json["phase"]!.GetValue<string>());
            Assert.Contains("account DEMO", Ok("health", "-j", journal).Output);

            var pause = Ok("pause", "--reason", "lunch", "--key", "once", "-o", "json", "-j", journal).Json;
            var again = Ok("pause", "--reason", "lunch", "--key", "once", "-o", "json", "-j", journal).Json;
            Assert.False(pause["isRepeat"]!.GetValue<bool>());
            Assert.True(again["isRepeat"]!.GetValue<bool>());
            Assert.Equal(pause["sequence"]!.GetValue<long>(), again["sequence"]!.GetValue<long>());
            var other = Cli.Run("halt", "--reason", "lunch", "--key", "once", "-j", journal);
            Assert.True(other.Code == ExitCode.Refused, other.Error + other.Output);
            Assert.Equal("Reducing", Permission(journal));
            var wait = Cli.Run("wait", "--for", "active", "--timeout", "300ms", "-j", journal);
            Assert.Equal(ExitCode.TimedOut, wait.Code);

            Ok("resume", "--reason", "back", "-j", journal);
            Assert.Equal("Active", Permission(journal));
            Ok("halt", "--reason", "prices look wrong", "--dry-run", "-j", journal);
            Assert.Equal("Active", Permission(journal));
            Ok("halt", "--reason", "prices look wrong", "-j", journal);
            Assert.Equal("Halted", Permission(journal));
            await engine.KillAsync();
        }

        Assert.Equal("Halted", Permission(journal));
        await using (var engine = EngineProcess.Start(journal))
        {
            Ok("wait", "--for", "reconciled", "--timeout", "30s", "-j", journal);
            Assert.Equal("Halted", Permission(journal));
            var hold = Ok("holds", "list", "-o", "json", "-j", journal).Json["holds"]!.AsArray()
                .Single(hold => hold!["kind"]!.GetValue<string>() == "Operator")!;
            Assert.Equal("prices look wrong", hold["why"]!.GetValue<string>());
            Assert.Equal("local", hold["who"]!.GetValue<string>());

            // Halted, so nothing is traded between the two; prices move on.
            Assert.Equal(Shares(journal, "--offline"), Shares(journal));

            Ok("resume", "--reason", "prices are right", "-j", journal);
            var stop = Ok("shutdown", "--mode", "drain", "--timeout", "20s", "--reason", "end of day", "-j", journal);
            Assert.Contains("exit code 0", stop.Lines[^1]);
            Ok("wait", "--for", "stopped", "--timeout", "20s", "-j", journal);
            Assert.Equal(0, await engine.EndAsync());
        }

        Assert.Equal("Stopped", Ok("status", "-o", "json", "-j", journal).Json["phase"]!.GetValue<string>());
        Ok("replay", "verify", "-j", journal);
        var records = Ok("events", "tail", "--from", "1", "-k", "HoldCommanded", "-j", journal).Output;
        Assert.Contains("lunch", Ok("journal", "cat", "-k", "HoldCommanded", "-j", journal).Output);
        Assert.NotEmpty(records);
    }

    private static string[] Shares(string journal, params string[] options) =>
        [.. Ok(["pnl", "-o", "json", "-j", journal, .. options]).Json["strategies"]!.AsArray().Select(share =>
            $"{share!["strategy"]} {share["symbol"]} {share["quantity"]} {share["commissions"]}")];

    private static string Permission(string journal) =>
        Ok("status", "-o", "json", "-j", journal).Json["permission"]!.GetValue<string>();

    private static Cli Ok(params string[] args)
    {
        var result = Cli.Run(args);
        Assert.True(
            result.Code == ExitCode.Ok, $"{string.Join(' ', args)}: {result.Code}\n{result.Error}{result.Output}");
        return result;
    }
}
