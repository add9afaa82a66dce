using System.Globalization;
using InteropClient;
using Xunit;

namespace Engine.Rpc.Tests.Interop;

/// <summary>The contract of our interop programs: others start them, with peers of their own.</summary>
public sealed class InteropProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("engine-interop-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_client_ends_with_0_if_the_case_passed_and_1_if_it_failed()
    {
        await using var host = await PeerProcess.Host("--port", "0").UntilListeningAsync();
        var port = $"{host.Number("port")}";
        await using var passing = PeerProcess.Client(
            "--server_host=localhost", $"--server_port={port}", "--use_tls=false", "--test_case=empty_unary");
        Assert.Equal(0, await passing.EndAsync());
        host.Terminate();
        Assert.Equal(0, await host.EndAsync());

        await using var failing = PeerProcess.Client(
            "--server_host", "localhost", "--server_port", port, "--use_tls", "false", "--test_case", "empty_unary");
        Assert.Equal(1, await failing.EndAsync());
        var line = Assert.Single(failing.Output);
        Assert.StartsWith("FAILED empty_unary: Unavailable: ", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--server_port", "80")]
    [InlineData("--test_case", "empty_unary")]
    [InlineData("--server_port", "80", "--test_case", "no_such_case")]
    [InlineData("--server_port", "80", "--test_case", "empty_unary", "--no_such_option", "1")]
    [InlineData("--server_port", "80", "--test_case")]
    [InlineData("--server_port", "0", "--test_case", "empty_unary")]
    [InlineData("--server_port", "80", "--test_case", "empty_unary", "--use_tls=maybe")]
    public async Task A_command_line_that_cannot_be_meant_ends_with_64(params string[] arguments)
    {
        var (exitCode, output, errors) = await RunAsync(arguments);
        Assert.Equal(ClientProgram.ExitUsage, exitCode);
        Assert.Empty(output);
        Assert.NotEmpty(errors);
    }

    [Fact]
    public async Task A_probe_prints_the_number_of_the_status_whatever_it_is()
    {
        await using var host = await PeerProcess.Host("--port", "0").UntilListeningAsync();
        var (exitCode, output, _) = await RunAsync(
            "--server_port", $"{host.Number("port")}", "--probe_deadline_ms", "30000",
            "--test_case", "probe_unary,probe_stream");
        Assert.Equal((0, "STATUS 0\nSTATUS 0\n"), (exitCode, output));
    }

    [Fact]
    public async Task Without_an_authority_any_certificate_is_accepted_and_a_note_says_so()
    {
        await using var host = await PeerProcess.Host("--tls_port", "0").UntilListeningAsync();
        var (exitCode, _, errors) = await RunAsync(
            "--server_port", $"{host.Number("tls_port")}", "--use_tls", "--use_test_ca", "true",
            "--test_case", "empty_unary");
        Assert.Equal(0, exitCode);
        Assert.Contains("not checked", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_an_authority_only_its_certificates_and_the_right_name_are_accepted()
    {
        var certificate = Path.Combine(_folder, "host.pem");
        await using var host = await PeerProcess.Host("--tls_port", "0", "--write_cert", certificate)
            .UntilListeningAsync();
        using var other = new ServerCertificate();
        string[] common = ["--server_port", $"{host.Number("tls_port")}", "--use_tls", "--test_case", "empty_unary"];

        Assert.Equal(0, (await RunAsync([.. common, "--ca_file", certificate])).ExitCode);
        Assert.Equal(1, (await RunAsync([.. common, "--ca_file", other.CertificatePath])).ExitCode);
        Assert.Equal(0, (await RunAsync(
            [.. common, "--ca_file", certificate, "--server_host", "127.0.0.1", "--server_host_override", "localhost"]))
            .ExitCode);
        Assert.Equal(1, (await RunAsync(
            [.. common, "--ca_file", certificate, "--server_host_override", "example.org"])).ExitCode);
    }

    [Fact]
    public async Task All_cases_pass_over_a_unix_domain_socket()
    {
        var socket = Path.Combine(_folder, "rpc.sock");
        await using var host = await PeerProcess.Host("--socket", socket).UntilListeningAsync();
        var (exitCode, output, _) = await RunAsync("--socket", socket, "--test_case", "all");
        Assert.Equal(
            string.Concat(ClientProgram.Cases.Keys.Select(name => $"passed {name}\n")), output);
        Assert.Equal(0, exitCode);
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--port", "0", "--tls_cert", "a.pem")]
    [InlineData("--report")]
    public async Task A_host_that_cannot_start_as_told_ends_with_64(params string[] arguments)
    {
        await using var host = PeerProcess.Host(arguments);
        Assert.Equal(64, await host.EndAsync());
        Assert.Single(host.Errors);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var errors = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var exitCode = await Patience.Within(ClientProgram.RunAsync(arguments, output, errors));
        return (exitCode, output.ToString(), errors.ToString());
    }
}
