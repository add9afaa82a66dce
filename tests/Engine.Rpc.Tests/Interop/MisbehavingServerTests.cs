using System.Globalization;
using Grpc.Core;
using Xunit;

namespace Engine.Rpc.Tests.Interop;

/// <summary>Which status our client reports for a server that breaks the protocol, or the connection.</summary>
public sealed class MisbehavingServerTests(MisbehavingServer server) : IClassFixture<MisbehavingServer>
{
    /// <summary>Behaviour, status of a unary call, status of a duplex call.</summary>
    public static TheoryData<string, StatusCode, StatusCode> Behaviours { get; } = new()
    {
        { "proper", StatusCode.OK, StatusCode.OK },
        { "slow-drip", StatusCode.OK, StatusCode.OK },
        { "good-gzip", StatusCode.OK, StatusCode.OK },
        { "content-type-with-parameter", StatusCode.OK, StatusCode.OK },
        { "two-messages", StatusCode.Internal, StatusCode.OK },
        { "no-message", StatusCode.Internal, StatusCode.OK },
        { "trailers-only-ok", StatusCode.Internal, StatusCode.OK },
        { "drop", StatusCode.Unavailable, StatusCode.Unavailable },
        { "drop-after-headers", StatusCode.Unavailable, StatusCode.Unavailable },
        { "drop-after-message", StatusCode.Unavailable, StatusCode.Unavailable },
        { "drop-inside-message", StatusCode.Unavailable, StatusCode.Unavailable },
        { "tcp-closed", StatusCode.Unavailable, StatusCode.Unavailable },
        { "tcp-http1", StatusCode.Unavailable, StatusCode.Unavailable },
        { "tcp-garbage", StatusCode.Unavailable, StatusCode.Unavailable },
        { "tcp-silence", StatusCode.DeadlineExceeded, StatusCode.DeadlineExceeded },
        { "silence", StatusCode.DeadlineExceeded, StatusCode.DeadlineExceeded },
        { "silence-after-headers", StatusCode.DeadlineExceeded, StatusCode.DeadlineExceeded },
        { "silence-after-message", StatusCode.DeadlineExceeded, StatusCode.DeadlineExceeded },
        { "goaway-unseen", StatusCode.Unavailable, StatusCode.Unavailable },
        { "goaway-no-error", StatusCode.Unavailable, StatusCode.Unavailable },
        { "goaway-internal", StatusCode.Unavailable, StatusCode.Unavailable },
        { "goaway-calm", StatusCode.Unavailable, StatusCode.Unavailable },
        { "goaway-after-message", StatusCode.Unavailable, StatusCode.Unavailable },
        { "data-before-headers", StatusCode.Unavailable, StatusCode.Unavailable },
        { "frame-too-long", StatusCode.Unavailable, StatusCode.Unavailable },
        { "window-overflow", StatusCode.Unavailable, StatusCode.Unavailable },
        { "reset-after-headers", StatusCode.Internal, StatusCode.Internal },
        { "reset-after-message", StatusCode.Internal, StatusCode.Internal },
        { "reset-no-error-after-message", StatusCode.Internal, StatusCode.Internal },
        { "reset-unknown-code", StatusCode.Internal, StatusCode.Internal },
        { "no-trailers", StatusCode.Unknown, StatusCode.Unknown },
        { "no-trailers-no-message", StatusCode.Unknown, StatusCode.Unknown },
        { "status-missing", StatusCode.Unknown, StatusCode.Unknown },
        { "status-text", StatusCode.Unknown, StatusCode.Unknown },
        { "status-99", StatusCode.Unknown, StatusCode.Unknown },
        { "status-negative", StatusCode.Unknown, StatusCode.Unknown },
        { "status-huge", StatusCode.Unknown, StatusCode.Unknown },
        { "trailers-only-status-text", StatusCode.Unknown, StatusCode.Unknown },
        { "trailers-only-error", StatusCode.NotFound, StatusCode.NotFound },
        { "message-malformed-escapes", StatusCode.NotFound, StatusCode.NotFound },
        { "error-after-message", StatusCode.NotFound, StatusCode.NotFound },
        { "half-head", StatusCode.Internal, StatusCode.Internal },
        { "half-message", StatusCode.Internal, StatusCode.Internal },
        { "half-head-and-error", StatusCode.NotFound, StatusCode.NotFound },
        { "flag-2", StatusCode.Internal, StatusCode.Internal },
        { "flag-without-encoding", StatusCode.Internal, StatusCode.Internal },
        { "broken-gzip", StatusCode.Internal, StatusCode.Internal },
        { "no-protobuf", StatusCode.Internal, StatusCode.Internal },
        { "unknown-encoding", StatusCode.Unimplemented, StatusCode.Unimplemented },
        { "gzip-bomb", StatusCode.ResourceExhausted, StatusCode.ResourceExhausted },
        { "long-message", StatusCode.ResourceExhausted, StatusCode.ResourceExhausted },
        { "long-message-promised", StatusCode.ResourceExhausted, StatusCode.ResourceExhausted },
        { "length-0xffffffff", StatusCode.ResourceExhausted, StatusCode.ResourceExhausted },
        { "content-type-html", StatusCode.Unknown, StatusCode.Unknown },
        { "content-type-missing", StatusCode.Unknown, StatusCode.Unknown },
        { "content-type-grpc-web", StatusCode.Unknown, StatusCode.Unknown },
        { "http-204", StatusCode.Unknown, StatusCode.Unknown },
        { "http-302", StatusCode.Unknown, StatusCode.Unknown },
        { "http-400", StatusCode.Internal, StatusCode.Internal },
        { "http-401", StatusCode.Unauthenticated, StatusCode.Unauthenticated },
        { "http-403", StatusCode.PermissionDenied, StatusCode.PermissionDenied },
        { "http-404", StatusCode.Unimplemented, StatusCode.Unimplemented },
        { "http-408", StatusCode.Unknown, StatusCode.Unknown },
        { "http-429", StatusCode.Unavailable, StatusCode.Unavailable },
        { "http-500", StatusCode.Unknown, StatusCode.Unknown },
        { "http-501", StatusCode.Unknown, StatusCode.Unknown },
        { "http-502", StatusCode.Unavailable, StatusCode.Unavailable },
        { "http-503", StatusCode.Unavailable, StatusCode.Unavailable },
        { "http-504", StatusCode.Unavailable, StatusCode.Unavailable },
        { "reset-0", StatusCode.Internal, StatusCode.Internal },
        { "reset-1", StatusCode.Internal, StatusCode.Internal },
        { "reset-2", StatusCode.Internal, StatusCode.Internal },
        { "reset-3", StatusCode.Internal, StatusCode.Internal },
        { "reset-4", StatusCode.Internal, StatusCode.Internal },
        { "reset-5", StatusCode.Internal, StatusCode.Internal },
        { "reset-6", StatusCode.Internal, StatusCode.Internal },
        { "reset-7", StatusCode.Unavailable, StatusCode.Unavailable },
        { "reset-8", StatusCode.Cancelled, StatusCode.Cancelled },
        { "reset-9", StatusCode.Internal, StatusCode.Internal },
        { "reset-10", StatusCode.Internal, StatusCode.Internal },
        { "reset-11", StatusCode.ResourceExhausted, StatusCode.ResourceExhausted },
        { "reset-12", StatusCode.PermissionDenied, StatusCode.PermissionDenied },
        { "reset-13", StatusCode.Internal, StatusCode.Internal },
    };

    [GrpcJsTheory]
    [MemberData(nameof(Behaviours))]
    public async Task A_misbehaving_server_gives_the_status_of_the_table(
        string behaviour, StatusCode unary, StatusCode stream)
    {
        var lines = (await server.SeenAsync())[behaviour];
        Assert.Collection(lines, line => AssertStatus(unary, line), line => AssertStatus(stream, line));
    }

    [GrpcJsFact]
    public async Task Every_behaviour_of_the_server_is_tested()
    {
        var tested = Behaviours.Select(row => (string)row[0]).Order(StringComparer.Ordinal);
        Assert.Equal(tested, (await server.SeenAsync()).Keys.Order(StringComparer.Ordinal));
    }

    [GrpcJsFact]
    public async Task Malformed_escapes_in_a_status_message_stay_as_they_are()
    {
        var seen = await server.SeenAsync();
        Assert.Equal("STATUS 5 100% %zz %4", seen["message-malformed-escapes"][0]);
    }

    /// <summary>A race: the transport cancels its own work, and in some runs that is all that is heard.</summary>
    [GrpcJsTheory]
    [InlineData("goaway-unseen")]
    [InlineData("data-before-headers")]
    public async Task A_lost_connection_never_looks_like_a_call_that_was_cancelled(string behaviour)
    {
        const int times = 60;
        var lines = await server.SeenStreamsAsync(behaviour, times);
        Assert.Equal(times, lines.Count);
        Assert.All(lines, line => AssertStatus(StatusCode.Unavailable, line));
    }

    private static void AssertStatus(StatusCode expected, string line)
    {
        var words = line.Split(' ', 3);
        Assert.Equal("STATUS", words[0]);
        var actual = (StatusCode)int.Parse(words[1], CultureInfo.InvariantCulture);
        Assert.True(expected == actual, $"{expected} expected: {line}");
    }
}
