using System.Diagnostics;

namespace Engine.Testing;

/// <summary>Runs <c>python3</c>, the language of the programs that check the engine without sharing its code.</summary>
public static class Python
{
    private const string Program = "python3";
    private const string Missing = "No python3 on the path";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Why a test that needs it is skipped; null where it runs.</summary>
    public static string? SkipReason => TestNeeds.SkipReason(TestNeeds.Python, IsThere, Missing);

    private static bool IsThere { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>What the script writes to its output.</summary>
    /// <exception cref="InvalidOperationException">It failed or did not end; the message says how.</exception>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        if (!IsThere) throw new InvalidOperationException($"{Missing}, and {TestNeeds.Variable} demands it.");

        var start = new ProcessStartInfo(Program, [script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var deadline = new CancellationTokenSource(Deadline);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
            if (process.ExitCode == 0) return await output.ConfigureAwait(false);
            throw new InvalidOperationException(
                $"{script} ended with {process.ExitCode}: {await errors.ConfigureAwait(false)}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{script} did not end within {Deadline.TotalSeconds} s.");
        }
    }
}
