using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Engine.Testing;

/// <summary>A real Prometheus with a port and a folder of its own that scrapes one target every second.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private const string Program = "prometheus";
    private const string Tool = "promtool";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly StringBuilder _said = new();

    private PrometheusServer(Process process, string address)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = new Uri(address), Timeout = Deadline };
    }

    /// <summary>Why tests with it are skipped; null where they run.</summary>
    public static string? SkipReason => TestNeeds.SkipReason(
        TestNeeds.Prometheus, IsOnPath(Program) && IsOnPath(Tool),
        "No prometheus on the path: install Debian's package");

    /// <summary>What <c>promtool check metrics</c> complains of; empty if of nothing.</summary>
    public static async Task<string> CheckAsync(string exposition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var process = Process.Start(StartOf(Tool, ["check", "metrics"]))!;
        var said = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var complaints = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.StandardInput.WriteAsync(exposition.AsMemory(), deadline.Token).ConfigureAwait(false);
        process.StandardInput.Close();
        await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
        var all = await said.ConfigureAwait(false) + await complaints.ConfigureAwait(false);
        return process.ExitCode == 0 ? all : $"{all} (exit code {process.ExitCode})";
    }

    /// <param name="folder">For its settings and data.</param>
    /// <param name="target">Host and port.</param>
    public static async Task<PrometheusServer> StartAsync(string folder, string target)
    {
        var settings = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(settings, $"""
            global:
              scrape_interval: 1s
            scrape_configs:
              - job_name: engine
                static_configs:
                  - targets: ["{target}"]
            """).ConfigureAwait(false);
        var address = $"127.0.0.1:{FreePort()}";
        var process = Process.Start(StartOf(Program,
        [
            $"--config.file={settings}", $"--storage.tsdb.path={Path.Combine(folder, "data")}",
            $"--web.listen-address={address}", "--enable-feature=exemplar-storage",
        ]))!;
        var server = new PrometheusServer(process, $"http://{address}");
        process.OutputDataReceived += (_, line) => server.Hear(line.Data);
        process.ErrorDataReceived += (_, line) => server.Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Asks until the answer is as meant.</summary>
    /// <param name="path">Of the API, with its question.</param>
    /// <exception cref="TimeoutException">It never was.</exception>
    public async Task<JsonElement> UntilAsync(string path, Func<JsonElement, bool> isMeant)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var last = "nothing";
        while (!deadline.IsCancellationRequested)
        {
            if (_process.HasExited) throw new InvalidOperationException($"Prometheus ended: {Said}");
            try
            {
                last = await _http.GetStringAsync(path, deadline.Token).ConfigureAwait(false);
                var data = JsonDocument.Parse(last).RootElement.GetProperty("data");
                if (isMeant(data)) return data;
            }
            catch (HttpRequestException exception)
            {
                last = exception.Message; // It is starting.
            }
            await Task.Delay(Poll).ConfigureAwait(false);
        }
        throw new TimeoutException($"{path} stays {last}\n{Said}");
    }

    /// <summary>The one value of a query, as soon as there is one.</summary>
    public async Task<double> ValueAsync(string query)
    {
        var data = await UntilAsync(
            "/api/v1/query?query=" + Uri.EscapeDataString(query),
            found => found.GetProperty("result").GetArrayLength() == 1).ConfigureAwait(false);
        return double.Parse(
            data.GetProperty("result")[0].GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
        _http.Dispose();
    }

    private string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    private void Hear(string? line)
    {
        lock (_said) _said.AppendLine(line);
    }

    private static ProcessStartInfo StartOf(string program, string[] arguments) => new(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    };

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
