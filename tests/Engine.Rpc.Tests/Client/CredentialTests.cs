using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit;

namespace Engine.Rpc.Tests.Client;

/// <summary>Who calls, and over which connections that is said.</summary>
public sealed class CredentialTests
{
    [Fact]
    public async Task Credentials_are_refused_on_a_connection_that_is_not_encrypted()
    {
        await using var peer = Http2Peer.Start((connection, id) => connection.BeginAsync(id));
        using var channel = GrpcChannel.ForAddress(peer.Address);

        RpcException error = await Assert.ThrowsAsync<RpcException>(
            () => AnyCall.RunAsync(channel, MethodType.Unary, Limits.Options().WithCredentials(Token("secret"))));

        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
        Assert.Equal(0, peer.Requests);
    }

    [Fact]
    public async Task Credentials_travel_in_clear_only_if_the_channel_says_so()
    {
        string? seen = null;
        await using Place place = await Place.StartAsync(
            context =>
            {
                seen = context.Request.Headers.Authorization;
                return Wire.AnswerAsync(context, [1]);
            },
            inMemory: false,
            new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });

        await place.Invoker.AsyncUnaryCall(
            Wire.Unary, null, Limits.Options().WithCredentials(Token("secret")), [1]);

        Assert.Equal("secret", seen);
    }

    [Fact]
    public async Task Credentials_of_channel_and_call_are_sent_over_TLS()
    {
        string? seen = null;
        using X509Certificate2 certificate = MakeCertificate();
        await using ScriptedServer server = await ScriptedServer.StartAsync(
            context =>
            {
                seen = string.Join(',', context.Request.Headers["authorization"]!)
                    + "|" + context.Request.Headers["x-context"];
                return Wire.AnswerAsync(context, [1]);
            },
            certificate: certificate);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, actual, _, _) =>
            actual!.GetCertHashString() == certificate.GetCertHashString();
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            Credentials = ChannelCredentials.Create(ChannelCredentials.SecureSsl, Token("channel")),
        });
        var ofCall = CallCredentials.FromInterceptor(async (context, metadata) =>
        {
            await Task.Yield();
            metadata.Add("x-context", $"{context.ServiceUrl} {context.MethodName}");
        });

        await channel.CreateCallInvoker().AsyncUnaryCall(
            Wire.Unary, null, Limits.Options().WithCredentials(ofCall), [1]);

        Assert.Equal($"channel|{server.Address}/test.Wire Unary", seen);
    }

    [Fact]
    public async Task Credentials_that_fail_fail_the_call()
    {
        await using var peer = Http2Peer.Start((connection, id) => connection.BeginAsync(id));
        using var channel = GrpcChannel.ForAddress(
            peer.Address, new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });
        var broken = CallCredentials.FromInterceptor((_, _) => throw new TimeoutException("no token server"));

        RpcException error = await Assert.ThrowsAsync<RpcException>(
            () => AnyCall.RunAsync(channel, MethodType.DuplexStreaming, Limits.Options().WithCredentials(broken)));

        Assert.Equal(StatusCode.Internal, error.StatusCode);
        Assert.Contains("no token server", error.Status.Detail);
    }

    [Fact]
    public async Task A_call_that_waits_for_its_credentials_can_be_cancelled()
    {
        await using var peer = Http2Peer.Start((connection, id) => connection.BeginAsync(id));
        using var channel = GrpcChannel.ForAddress(
            peer.Address, new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });
        var never = new TaskCompletionSource();
        var stuck = CallCredentials.FromInterceptor((_, _) => never.Task);
        var options = new CallOptions(deadline: DateTime.UtcNow.AddMilliseconds(100), credentials: stuck);

        RpcException error = await Assert.ThrowsAsync<RpcException>(
            () => AnyCall.RunAsync(channel, MethodType.Unary, options));

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.Equal(0, peer.Requests);
    }

    private static CallCredentials Token(string token) =>
        CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("authorization", token);
            return Task.CompletedTask;
        });

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made =
            request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
