using System.Diagnostics;
using Xunit;

namespace Engine.Grpc.Tests;

/// <summary>What a shell or a service manager gets back from the process itself.</summary>
public sealed class CommandLineTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(ExitCode.Clean, "run", "--help")]
    [InlineData(ExitCode.Usage, "run", "--no-such-option")]
    [InlineData(ExitCode.Usage, "no-such-command")]
    [InlineData(ExitCode.RefusedToStart, "run", "--mode", "live")]
    [InlineData(ExitCode.RefusedToStart, "run", "--demo", "--set", "risk.maxPositoin=1")]
    public async Task The_exit_code_says_how_it_ended(object expected, params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "engine.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var deadline = new CancellationTokenSource(Deadline);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = await process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);

        Assert.True((int)(ExitCode)expected == process.ExitCode, $"{process.ExitCode}: {errors}{await output}");
    }
}
