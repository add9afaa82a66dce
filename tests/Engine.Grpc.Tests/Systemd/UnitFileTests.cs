using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Engine.Core;
using Engine.Testing;
using Xunit;

namespace Engine.Grpc.Tests.Systemd;

/// <summary>The unit file that operators copy.</summary>
public sealed class UnitFileTests
{
    private static readonly string UnitFile = Repository.PathOf("deploy", "systemd", "engine.service");

    [Fact]
    public void The_unit_says_what_the_engine_does()
    {
        var settings = File.ReadAllLines(UnitFile)
            .Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal("notify", settings["Type"]);
        Assert.Equal("main", settings["NotifyAccess"]);
        Assert.Equal("SIGTERM", settings["KillSignal"]);
        Assert.Equal("/bin/kill -HUP $MAINPID", settings["ExecReload"]);
        Assert.Equal(
            [(int)ExitCode.RefusedToStart, (int)ExitCode.Halted, (int)ExitCode.Usage],
            settings["RestartPreventExitStatus"].Split(' ')
                .Select(code => int.Parse(code, CultureInfo.InvariantCulture)));
        Assert.Equal($"{(int)ExitCode.WorkRemaining}", settings["SuccessExitStatus"]);
        var watchdogMs = 1_000 * int.Parse(settings["WatchdogSec"], CultureInfo.InvariantCulture);
        Assert.InRange(watchdogMs, EngineLimits.Default.JournalStallMsMax, 60_000);
        Assert.False(settings.ContainsKey("MemoryDenyWriteExecute"), "The runtime compiles as it runs.");
    }

    [SystemdFact]
    public async Task Systemd_finds_nothing_wrong_with_the_unit()
    {
        using var folder = new TempFolder();
        // The engine is not installed here; everything else is as it is.
        var unit = folder.Write("engine.service", File.ReadAllText(UnitFile)
            .Replace("ExecStart=/opt/engine/engine ", "ExecStart=/bin/true ", StringComparison.Ordinal));
        using var verify = System.Diagnostics.Process.Start(new ProcessStartInfo("systemd-analyze", ["verify", unit])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var errors = verify.StandardError.ReadToEndAsync();
        var output = verify.StandardOutput.ReadToEndAsync();
        await verify.WaitForExitAsync();
        var said = await errors + await output;
        Assert.True(verify.ExitCode == 0, said);
        Assert.DoesNotContain("engine.service", said, StringComparison.Ordinal);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SystemdFactAttribute : FactAttribute
    {
        public SystemdFactAttribute()
        {
            if (!IsThere()) Skip = "No systemd-analyze here.";
        }

        private static bool IsThere()
        {
            try
            {
                using var version = System.Diagnostics.Process.Start(
                    new ProcessStartInfo("systemd-analyze", "--version") { RedirectStandardOutput = true })!;
                version.WaitForExit();
                return version.ExitCode == 0;
            }
            catch (Win32Exception)
            {
                return false;
            }
        }
    }
}
