using System.Diagnostics;
using System.Text;
using Xunit;

namespace CrashTests.Support;

/// <summary>A process of the product, started from the built files, with everything it says.</summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>Exit code of a process that SIGKILL ended.</summary>
    public const int ExitCodeKilled = 128 + UnixSignal.Kill;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _text = new();

    private ChildProcess(string assembly, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "0"; // Starts sooner, and starting is most of what these tests do.
        start.Environment["ENGINE__control__grpc"] = "off"; // Engines of tests run side by side.
        start.Environment["ENGINE__control__http"] = "off";
        start.Environment["ENGINE__start__warmUp"] = "0";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Both outputs so far.</summary>
    public string Text
    {
        get
        {
            lock (_text) return _text.ToString();
        }
    }

    public static ChildProcess Engine(IEnumerable<KeyValuePair<string, string>> settings) =>
        new("engine.dll", ["run", .. settings.SelectMany(s => new[] { "--set", $"{s.Key}={s.Value}" })]);

    public static ChildProcess EngineCommand(params string[] arguments) => new("engine.dll", arguments);

    public static ChildProcess CrashHost(string point, long nth, IEnumerable<KeyValuePair<string, string>> settings) =>
        new("crashhost.dll", [point, $"{nth}", .. settings.Select(s => $"{s.Key}={s.Value}")]);

    /// <summary>The rest of the first line that begins so.</summary>
    public string LineAfter(string start)
    {
        var line = Text.Split('\n').FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal));
        Assert.True(line is not null, $"No line '{start}...' in:\n{Text}");
        return line[start.Length..].Trim();
    }

    public void Signal(int signal) => UnixSignal.Send(Id, signal);

    public void Kill()
    {
        Signal(UnixSignal.Kill);
        _process.WaitForExit();
    }

    /// <summary>Waits for the end and for everything that was said until then.</summary>
    public async Task<int> ExitAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The process did not end within {Deadline}. It said:\n{Text}");
        }
        return _process.ExitCode;
    }

    /// <summary>Waits until something holds; fails if the process ends before.</summary>
    public async Task UntilAsync(Func<bool> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (HasExited)
            {
                await ExitAsync();
                Assert.Fail($"The process ended with {ExitCode} before {what}. It said:\n{Text}");
            }
            if (clock.Elapsed > Deadline) throw new TimeoutException($"No {what} within {Deadline}. It said:\n{Text}");
            await Task.Delay(20);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null) return;
        lock (_text) _text.Append(line).Append('\n');
    }
}
