using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Grpc.Hosting;
using Engine.Grpc.Tests.Process;
using Xunit;

namespace Engine.Grpc.Tests.Hosting;

/// <summary>The server beside a real engine process.</summary>
public sealed class ControlServerTests : IDisposable
{
    private static readonly string[] OnFreePorts = ["--set", "control.grpc=0", "--set", "control.http=127.0.0.1:0"];

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private string[] Demo => ["run", "--demo", "--pace", "1", "--journal", _folder.Of("j")];

    [Fact]
    public async Task A_running_engine_tells_where_it_listens_and_takes_that_back_at_the_end()
    {
        await using var engine = EngineProcess.Start([.. Demo, .. OnFreePorts]);
        var endpoints = await Endpoints.OfAsync(_folder.Of("j"));
        Assert.Equal((engine.Id, "paper", "DEMO", "LLE1"),
            (endpoints.Pid, endpoints.Mode, endpoints.Account, endpoints.EngineId));
        await engine.SaysAsync($"control    grpc {endpoints.Grpc}, http {endpoints.Http}");
        Assert.All([endpoints.Grpc, endpoints.Http], endpoint => Assert.NotEqual(0, IPEndPoint.Parse(endpoint!).Port));
        Assert.Equal((UnixFileMode)0b110_100_000, new FileInfo(Endpoints.PathIn(_folder.Of("j"))).UnixFileMode);

        using var version = JsonDocument.Parse(await _http.GetStringAsync($"http://{endpoints.Http}/version"));
        Assert.Equal(
            ["build", "runtime", "platform"], version.RootElement.EnumerateObject().Select(member => member.Name));

        engine.Signal(EngineProcess.Sigterm);
        var result = await engine.EndAsync();
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.Contains("SIGTERM: stopping in order", result.Output, StringComparison.Ordinal);
        Assert.Equal("", result.Errors);
        Assert.False(File.Exists(Endpoints.PathIn(_folder.Of("j"))));
    }

    [Fact]
    public async Task Each_listener_answers_its_own_calls_only()
    {
        await using var engine = EngineProcess.Start([.. Demo, .. OnFreePorts]);
        var endpoints = await Endpoints.OfAsync(_folder.Of("j"));
        await engine.SaysAsync("control ");
        using var http2 = new HttpRequestMessage(HttpMethod.Get, $"http://{endpoints.Grpc}/version")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var onGrpc = await _http.SendAsync(http2);
        Assert.Equal(HttpStatusCode.NotFound, onGrpc.StatusCode);
        Assert.Equal(HttpVersion.Version20, onGrpc.Version);
        using var unknown = await _http.GetAsync($"http://{endpoints.Http}/positions");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var written = await _http.PostAsync($"http://{endpoints.Http}/version", null);
        Assert.Equal(HttpStatusCode.NotFound, written.StatusCode);
    }

    [Fact]
    public async Task The_server_is_there_until_the_stop_is_through()
    {
        // An answer of the venue takes an hour: the stop waits for its deadline.
        await using var engine = EngineProcess.Start(
        [
            "run", "--demo", "--pace", "20", "--journal", _folder.Of("j"), .. OnFreePorts, "--set", "venue.latency=1h",
            "--set", "stop.deadline=10m",
        ]);
        var endpoints = await Endpoints.OfAsync(_folder.Of("j"));
        await engine.SaysAsync(" open ");
        engine.Signal(EngineProcess.Sigint);
        await engine.SaysAsync("SIGINT: stopping in order");
        Assert.NotEmpty(await _http.GetStringAsync($"http://{endpoints.Http}/version"));
        engine.Signal(EngineProcess.Sigint);
        Assert.Equal(5, (await engine.EndAsync()).ExitCode);
        await Assert.ThrowsAsync<HttpRequestException>(
            () => _http.GetStringAsync($"http://{endpoints.Http}/version"));
    }

    [Fact]
    public void A_port_that_nobody_set_makes_way_for_a_free_one_if_it_is_in_use()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = new ListenerAddress("control.grpc", (IPEndPoint)other.LocalEndpoint);

        using var listener = BoundListener.TryBind(address with { IsDefault = true }, ListenerRole.Grpc)!;

        Assert.NotEqual(other.LocalEndpoint, listener.EndPoint);
        Assert.Equal(IPAddress.Loopback, listener.EndPoint.Address);
        Assert.Throws<ConfigException>(() => BoundListener.TryBind(address, ListenerRole.Grpc));
    }

    [Fact]
    public void Only_an_address_that_is_not_in_the_settings_may_make_way()
    {
        var options = ControlOptions.FromConfig(
            new CanonicalConfig([new("control.grpc", "5051")]), EngineMode.Paper);
        Assert.False(options.Grpc.IsDefault);
        Assert.True(options.Http.IsDefault);
    }

    [Theory]
    [InlineData("control.grpc")]
    [InlineData("control.http")]
    public async Task A_port_in_use_is_refused_before_the_journal_is_touched(string key)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var result = await EngineProcess.RunAsync([.. Demo, .. OnFreePorts, "--set", $"{key}={other.LocalEndpoint}"]);
        Assert.Equal(4, result.ExitCode);
        Assert.StartsWith($"engine: Setting '{key}' is '{other.LocalEndpoint}': the port is in use", result.Errors,
            StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Errors);
        Assert.Equal("", result.Output);
        Assert.False(Directory.Exists(_folder.Of("j")));
    }

    [Fact]
    public async Task Variables_of_the_web_framework_open_no_port_and_its_log_stays_silent()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start(); // A listener that the framework would fail on.
        (string, string)[] variables =
        [
            ("ASPNETCORE_URLS", $"http://{other.LocalEndpoint}"), ("DOTNET_URLS", $"http://{other.LocalEndpoint}"),
            ("ASPNETCORE_HTTP_PORTS", $"{((IPEndPoint)other.LocalEndpoint).Port}"),
        ];
        await using var engine = EngineProcess.Start(variables, [], [.. Demo, .. OnFreePorts]);
        var endpoints = await Endpoints.OfAsync(_folder.Of("j"));
        await engine.SaysAsync("control ");
        Assert.NotEmpty(await _http.GetStringAsync($"http://{endpoints.Http}/version"));
        engine.Signal(EngineProcess.Sigterm);
        var result = await engine.EndAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("info:", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.", result.Output + result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_listeners_the_file_still_says_who_runs()
    {
        await using var engine = EngineProcess.Start(Demo);
        var endpoints = await Endpoints.OfAsync(_folder.Of("j"));
        Assert.Equal((engine.Id, null, null), (endpoints.Pid, endpoints.Grpc, endpoints.Http));
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }
}
