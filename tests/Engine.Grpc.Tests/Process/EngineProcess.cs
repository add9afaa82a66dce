using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Engine.Grpc.Tests.Process;

/// <summary>The built <c>engine.dll</c> in a process of its own. Killed at the end of the test.</summary>
internal sealed partial class EngineProcess : IAsyncDisposable
{
    public const int Sighup = 1;
    public const int Sigint = 2;
    public const int Sigterm = 15;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly System.Diagnostics.Process _process;
    private readonly CancellationTokenSource _deadline = new(Deadline);
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly SemaphoreSlim _lineArrived = new(0);

    private EngineProcess(System.Diagnostics.Process process) => _process = process;

    public int Id => _process.Id;

    public string Output => string.Join('\n', _output);

    public string Errors => string.Join('\n', _errors);

    public static EngineProcess Start(params string[] arguments) => Start([], [], arguments);

    /// <param name="environment">Variables over those of the test.</param>
    /// <param name="host">Arguments of <c>dotnet</c> before the assembly.</param>
    public static EngineProcess Start(
        IEnumerable<(string Name, string Value)> environment, string[] host, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] all = [.. host, Path.Combine(AppContext.BaseDirectory, "engine.dll"), .. arguments];
        foreach (var argument in all) start.ArgumentList.Add(argument);
        // Engines of tests run side by side: a test that calls one gives it port 0 with --set, which wins over this.
        start.Environment["ENGINE__control__grpc"] = "off";
        start.Environment["ENGINE__control__http"] = "off";
        start.Environment["ENGINE__start__warmUp"] = "0"; // Most tests look at something else, and start often.
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = new System.Diagnostics.Process { StartInfo = start };
        var engine = new EngineProcess(process);
        process.OutputDataReceived += (_, e) => engine.Take(engine._output, e.Data);
        process.ErrorDataReceived += (_, e) => engine.Take(engine._errors, e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return engine;
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<EngineResult> RunAsync(params string[] arguments)
    {
        await using var engine = Start(arguments);
        return await engine.EndAsync();
    }

    public static async Task<EngineResult> RunAsync(
        IEnumerable<(string Name, string Value)> environment, string[] host, params string[] arguments)
    {
        await using var engine = Start(environment, host, arguments);
        return await engine.EndAsync();
    }

    public async Task<EngineResult> EndAsync()
    {
        try
        {
            await _process.WaitForExitAsync(_deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The engine did not end.\n{Output}\n{Errors}");
        }
        return new EngineResult(_process.ExitCode, Output, Errors);
    }

    /// <summary>Waits for text on either stream.</summary>
    public async Task SaysAsync(string text)
    {
        while (!Output.Contains(text, StringComparison.Ordinal) && !Errors.Contains(text, StringComparison.Ordinal))
        {
            try
            {
                await _lineArrived.WaitAsync(_deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"The engine did not say '{text}'.\n{Output}\n{Errors}");
            }
        }
    }

    public void Signal(int signal) => Assert0(Kill(_process.Id, signal));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _deadline.Dispose();
        _lineArrived.Dispose();
    }

    private static void Assert0(int result)
    {
        if (result != 0) throw new InvalidOperationException("kill failed.");
    }

    private void Take(ConcurrentQueue<string> lines, string? line)
    {
        if (line is null) return;
        lines.Enqueue(line);
        _lineArrived.Release();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
