using System.Diagnostics;

namespace ControlCli.Tests.Online;

/// <summary>The demonstration of the real engine in a process of its own, on ports that the kernel chooses.</summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private EngineProcess(Process process) => _process = process;

    public static EngineProcess Start(string journal)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet");
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "engine.dll"), "run", "--demo", "--pace", "1", "-q",
            "--journal", journal, "--set", "control.grpc=127.0.0.1:0", "--set", "control.http=127.0.0.1:0",
            "--set", "simulated.duration=1h",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new EngineProcess(process);
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }
}
