using System.Diagnostics;
using System.Globalization;
using Engine.Testing;

namespace Engine.Rpc.Tests.Interop;

/// <summary>A program of tests/Engine.Interop as a process of its own, with everything it says.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private const string Listening = "listening";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PeerProcess(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Take(_errors, line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(
            new InvalidOperationException($"{program} ended before it listened."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public IReadOnlyList<string> Output => Copy(_output);

    public IReadOnlyList<string> Errors => Copy(_errors);

    public int Id => _process.Id;

    /// <summary>Our server.</summary>
    public static PeerProcess Host(params string[] arguments) => Dotnet("interophost.dll", arguments);

    /// <summary>Our client.</summary>
    public static PeerProcess Client(params string[] arguments) => Dotnet("interopclient.dll", arguments);

    /// <summary>A program of peers/node.</summary>
    public static PeerProcess Node(string script, params string[] arguments) =>
        new("node", [Repository.PathOf("tests", "Engine.Interop", "peers", "node", script), .. arguments]);

    /// <summary>A program of peers/python.</summary>
    public static PeerProcess Python(string script, params string[] arguments) =>
        new(ForeignGrpc.SystemPython,
            ["-B", Repository.PathOf("tests", "Engine.Interop", "peers", "python", script), .. arguments]);

    /// <summary>Waits until a server has its ports.</summary>
    public async Task<PeerProcess> UntilListeningAsync()
    {
        try
        {
            await _listening.Task.WaitAsync(Deadline);
            return this;
        }
        catch (Exception exception) when (exception is TimeoutException or InvalidOperationException)
        {
            await DisposeAsync();
            throw new InvalidOperationException($"{exception.Message} It said: {Everything()}", exception);
        }
    }

    /// <summary>The number after a word at the beginning of a line, such as <c>port 4711</c>.</summary>
    public int Number(string word) => int.Parse(
        Output.First(line => line.StartsWith(word + " ", StringComparison.Ordinal)).Split(' ')[^1],
        CultureInfo.InvariantCulture);

    public void Write(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>Asks a server to end.</summary>
    public void Terminate() => Process.Start("kill", ["-TERM", $"{_process.Id}"]).Dispose();

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Did not end within {Deadline}. It said: {Everything()}");
        }
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static PeerProcess Dotnet(string assembly, string[] arguments) => new(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments]);

    private void Take(List<string> lines, string? line)
    {
        if (line is null) return;
        lock (_gate) lines.Add(line);
        if (lines == _output && line == Listening) _listening.TrySetResult();
    }

    private string[] Copy(List<string> lines)
    {
        lock (_gate) return [.. lines];
    }

    private string Everything() => string.Join('\n', Output.Concat(Errors));
}
