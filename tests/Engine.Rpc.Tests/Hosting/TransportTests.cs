using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Engine.Rpc.Hosting;
using Engine.Rpc.Tests.Protos;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Engine.Rpc.Tests.Hosting;

public sealed class TransportTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    private static Task<HealthCheckResponse> CheckAsync(string address, RpcClientOptions? options = null)
    {
        var channel = RpcChannels.Create(address, options);
        var check = new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest()).ResponseAsync;
        return Patience.Within(check.ContinueWith(
            done =>
            {
                channel.Dispose();
                return done;
            },
            TaskScheduler.Default).Unwrap());
    }

    [Fact]
    public async Task Calls_pass_over_TLS_to_a_server_that_the_authority_signed()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Sign("localhost");
        await using var server = await HostedServer.StartAsync(
            listen: kestrel => kestrel.ListenRpc(AnyPort, new RpcTls(certificate, null)));
        var options = new RpcClientOptions { Tls = new RpcTls(null, authority.Trust) };

        var response = await CheckAsync($"https://localhost:{server.Port}", options);

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, response.Status);
    }

    [Fact]
    public async Task A_server_of_another_authority_or_name_is_not_believed()
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority();
        using var certificate = authority.Sign("somewhere.else");
        await using var server = await HostedServer.StartAsync(
            listen: kestrel => kestrel.ListenRpc(AnyPort, new RpcTls(certificate, null)));

        var wrongAuthority = await Assert.ThrowsAsync<RpcException>(() => CheckAsync(
            $"https://127.0.0.1:{server.Port}", new RpcClientOptions { Tls = new RpcTls(null, stranger.Trust) }));
        var wrongName = await Assert.ThrowsAsync<RpcException>(() => CheckAsync(
            $"https://localhost:{server.Port}", new RpcClientOptions { Tls = new RpcTls(null, authority.Trust) }));

        Assert.Equal(StatusCode.Unavailable, wrongAuthority.StatusCode);
        Assert.Equal(StatusCode.Unavailable, wrongName.StatusCode);
    }

    [Fact]
    public async Task Mutual_TLS_lets_in_who_shows_a_certificate_of_the_authority_and_nobody_else()
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority();
        using var certificate = authority.Sign("localhost");
        using var known = authority.Sign("operator-1");
        using var unknown = stranger.Sign("operator-2");
        await using var server = await HostedServer.StartAsync(
            listen: kestrel => kestrel.ListenRpc(AnyPort, new RpcTls(certificate, authority.Trust)));
        var address = $"https://localhost:{server.Port}";

        var let = await CheckAsync(address, new RpcClientOptions { Tls = new RpcTls(known, authority.Trust) });
        var wrong = await Assert.ThrowsAsync<RpcException>(() => CheckAsync(
            address, new RpcClientOptions { Tls = new RpcTls(unknown, authority.Trust) }));
        var none = await Assert.ThrowsAsync<RpcException>(() => CheckAsync(
            address, new RpcClientOptions { Tls = new RpcTls(null, authority.Trust) }));

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, let.Status);
        Assert.True(StatusCode.Unavailable == wrong.StatusCode, wrong.ToString());
        Assert.True(StatusCode.Unavailable == none.StatusCode, none.ToString());
    }

    [Fact]
    public async Task Calls_pass_over_a_unix_socket_whose_file_a_dead_process_left_behind()
    {
        var folder = Directory.CreateTempSubdirectory("engine-rpc-");
        var path = Path.Combine(folder.FullName, "control.sock");
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(path));
            File.Move(path, path + ".left"); // Out of sight of the socket, which would take its file along.
        }
        File.Move(path + ".left", path);
        Assert.True(File.Exists(path));

        await using (var server = await HostedServer.StartAsync(listen: kestrel => kestrel.ListenRpcUnixSocket(path)))
        {
            var response = await CheckAsync($"unix:{path}");
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, response.Status);
            await Assert.ThrowsAsync<IOException>(
                () => HostedServer.StartAsync(listen: kestrel => kestrel.ListenRpcUnixSocket(path)));
        }

        Assert.False(File.Exists(path));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_file_that_is_no_socket_is_not_replaced_by_one()
    {
        var folder = Directory.CreateTempSubdirectory("engine-rpc-");
        var empty = Path.Combine(folder.FullName, "empty");
        var journal = Path.Combine(folder.FullName, "journal");
        File.WriteAllText(empty, "");
        File.WriteAllText(journal, "records");

        foreach (var path in new[] { empty, journal })
        {
            var error = Assert.Throws<IOException>(() => new KestrelServerOptions().ListenRpcUnixSocket(path));
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal("records", File.ReadAllText(journal));
        Assert.True(File.Exists(empty));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_certificate_made_for_one_side_is_not_believed_on_the_other()
    {
        using var authority = new TestAuthority();
        using var ofServer = authority.Sign("localhost", PeerVerification.ServerUsage);
        using var ofClient = authority.Sign("localhost", PeerVerification.ClientUsage);
        await using var server = await HostedServer.StartAsync(
            listen: kestrel => kestrel.ListenRpc(AnyPort, new RpcTls(ofServer, authority.Trust)));

        var let = await CheckAsync(
            $"https://localhost:{server.Port}",
            new RpcClientOptions { Tls = new RpcTls(ofClient, authority.Trust) });
        var asClient = await Assert.ThrowsAsync<RpcException>(() => CheckAsync(
            $"https://localhost:{server.Port}",
            new RpcClientOptions { Tls = new RpcTls(ofServer, authority.Trust) }));

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, let.Status);
        Assert.True(StatusCode.Unavailable == asClient.StatusCode, asClient.ToString());

        // The other way round Kestrel would not even start with such a certificate, but others would.
        Assert.True(IsBelieved(ofServer, PeerVerification.ServerUsage));
        Assert.False(IsBelieved(ofClient, PeerVerification.ServerUsage));

        bool IsBelieved(X509Certificate2 certificate, string usage) =>
            PeerVerification.IsSigned(certificate, null, SslPolicyErrors.None, authority.Trust, usage);
    }

    [Theory]
    [InlineData("localhost:5000")]
    [InlineData("ftp://localhost")]
    [InlineData("")]
    public void An_address_that_cannot_be_used_is_named_with_the_forms_that_can(string address)
    {
        var error = Assert.Throws<ArgumentException>(() => RpcChannels.Create(address));
        Assert.Contains($"'{address}' must be http://host:port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unary_call_without_a_deadline_is_given_one()
    {
        await using var server = await HostedServer.StartAsync();
        using var channel = RpcChannels.Create(server.Address);
        var invoker = Grpc.Core.Interceptors.ChannelExtensions.Intercept(
            channel, new DefaultDeadlineInterceptor(TimeSpan.FromMilliseconds(50)));

        var error = await Assert.ThrowsAsync<RpcException>(
            () => Patience.Within(new Probe.ProbeClient(invoker).UnaryAsync(new ProbeRequest()).ResponseAsync));

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
    }
}
