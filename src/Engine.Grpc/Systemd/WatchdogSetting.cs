using System.Globalization;
using Engine.Core;
using Engine.Core.Config;

namespace Engine.Grpc.Systemd;

/// <summary>What the service manager says about its watchdog: <c>WATCHDOG_USEC</c> and <c>WATCHDOG_PID</c>.</summary>
internal static class WatchdogSetting
{
    public const string PeriodVariable = "WATCHDOG_USEC";
    public const string ProcessVariable = "WATCHDOG_PID";

    private const long MicrosecondsPerMs = 1_000;

    /// <summary>
    /// Null if nobody watches this process. A watchdog must leave the engine the time that it leaves its journal: one
    /// that is shorter would kill what is only waiting for a slow disk.
    /// </summary>
    /// <exception cref="ConfigException">No number, or shorter than the stall limit of the journal.</exception>
    public static TimeSpan? Read(Func<string, string?> variable, EngineLimits limits)
    {
        if (variable(PeriodVariable) is not { Length: > 0 } text) return null;
        if (variable(ProcessVariable) is { Length: > 0 } process && process != Text(Environment.ProcessId)) return null;

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var period)
            || period is <= 0 or > long.MaxValue / TimeSpan.TicksPerMicrosecond)
        {
            throw Refused(text, "give microseconds, or unset it");
        }
        if (period < limits.JournalStallMsMax * MicrosecondsPerMs)
        {
            throw Refused(text,
                $"the watchdog would kill an engine that waits for its journal, which may take "
                + $"{EngineLimits.KeyOf(nameof(EngineLimits.JournalStallMsMax))} = {limits.JournalStallMsMax} ms; "
                + "set WatchdogSec= of the unit to at least that");
        }
        return TimeSpan.FromMicroseconds(period);
    }

    private static ConfigException Refused(string text, string remedy) =>
        new($"Variable '{PeriodVariable}' is '{text}': {remedy}.");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
