using Grpc.Core;
using Grpc.Testing;

namespace InteropClient.Cases;

/// <summary>The kinds of calls, and their end by the client.</summary>
internal static class StreamingCases
{
    public static async Task EmptyUnaryAsync(InteropConnection server, CallOptions options) =>
        Expect.Equal(new Empty(), await server.Client.EmptyCallAsync(new Empty(), options), "the response");

    public static async Task LargeUnaryAsync(InteropConnection server, CallOptions options)
    {
        var response = await server.Client.UnaryCallAsync(Payloads.Large(), options);
        Expect.Equal(Payloads.Zeros(Payloads.LargeResponse).Body, response.Payload.Body, "the body");
    }

    public static async Task ClientStreamingAsync(InteropConnection server, CallOptions options)
    {
        using var call = server.Client.StreamingInputCall(options);
        foreach (var size in Payloads.RequestSizes)
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Payloads.Zeros(size) });
        await call.RequestStream.CompleteAsync();
        Expect.Equal(74922, (await call).AggregatedPayloadSize, "the sum");
    }

    public static async Task ServerStreamingAsync(InteropConnection server, CallOptions options)
    {
        var request = new StreamingOutputCallRequest();
        request.ResponseParameters.Add(Payloads.ResponseSizes.Select(size => new ResponseParameters { Size = size }));
        using var call = server.Client.StreamingOutputCall(request, options);
        foreach (var size in Payloads.ResponseSizes)
            Expect.Equal(size, (await Expect.NextAsync(call.ResponseStream)).Payload.Body.Length, "the size");
        await Expect.EndAsync(call.ResponseStream);
    }

    public static async Task PingPongAsync(InteropConnection server, CallOptions options)
    {
        using var call = server.Client.FullDuplexCall(options);
        foreach (var (responseSize, requestSize) in Payloads.ResponseSizes.Zip(Payloads.RequestSizes))
        {
            await call.RequestStream.WriteAsync(Payloads.Output(responseSize, requestSize));
            Expect.Equal(responseSize, (await Expect.NextAsync(call.ResponseStream)).Payload.Body.Length, "the size");
        }
        await call.RequestStream.CompleteAsync();
        await Expect.EndAsync(call.ResponseStream);
    }

    public static async Task EmptyStreamAsync(InteropConnection server, CallOptions options)
    {
        using var call = server.Client.FullDuplexCall(options);
        await call.RequestStream.CompleteAsync();
        await Expect.EndAsync(call.ResponseStream);
    }

    public static async Task CancelAfterBeginAsync(InteropConnection server, CallOptions options)
    {
        using var cancel = new CancellationTokenSource();
        using var call = server.Client.StreamingInputCall(options.WithCancellationToken(cancel.Token));
        await cancel.CancelAsync();
        await Expect.FailsAsync(async () => await call, StatusCode.Cancelled);
        Expect.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode, "the status of the call");
    }

    public static async Task CancelAfterFirstResponseAsync(InteropConnection server, CallOptions options)
    {
        using var cancel = new CancellationTokenSource();
        using var call = server.Client.FullDuplexCall(options.WithCancellationToken(cancel.Token));
        await call.RequestStream.WriteAsync(Payloads.Output(31415, 27182));
        Expect.Equal(31415, (await Expect.NextAsync(call.ResponseStream)).Payload.Body.Length, "the size");
        await cancel.CancelAsync();
        await Expect.FailsAsync(() => call.ResponseStream.MoveNext(CancellationToken.None), StatusCode.Cancelled);
    }

    public static async Task TimeoutOnSleepingServerAsync(InteropConnection server, CallOptions options)
    {
        using var call = server.Client.FullDuplexCall(options.WithDeadline(DateTime.UtcNow.AddMilliseconds(1)));
        try
        {
            await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { Payload = Payloads.Zeros(27182) });
        }
        catch (Exception exception) when (
            exception is RpcException or InvalidOperationException or OperationCanceledException or IOException)
        {
            // The deadline may pass before the request is written; the status below tells.
        }
        await Expect.FailsAsync(
            () => call.ResponseStream.MoveNext(CancellationToken.None), StatusCode.DeadlineExceeded);
    }
}
