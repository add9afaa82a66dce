using Grpc.Core;
using Grpc.Testing;

namespace InteropClient.Cases;

/// <summary>Metadata, status, and what is not there.</summary>
internal static class StatusCases
{
    private const string Message = "test status message";
    private const string SpecialMessage =
        "\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \U0001f608\t\n";

    public static async Task CustomMetadataAsync(InteropConnection server, CallOptions options)
    {
        var sent = new Metadata
        {
            { Payloads.InitialKey, Payloads.InitialValue },
            { Payloads.TrailingKey, Payloads.TrailingValue },
        };
        using var unary = server.Client.UnaryCallAsync(Payloads.Large(), options.WithHeaders(sent));
        ExpectInitial(await unary.ResponseHeadersAsync);
        Expect.Equal(Payloads.LargeResponse, (await unary).Payload.Body.Length, "the size");
        ExpectTrailing(unary.GetTrailers());

        using var duplex = server.Client.FullDuplexCall(options.WithHeaders(sent));
        ExpectInitial(await duplex.ResponseHeadersAsync);
        await duplex.RequestStream.WriteAsync(Payloads.Output(Payloads.LargeResponse, Payloads.LargeRequest));
        var response = await Expect.NextAsync(duplex.ResponseStream);
        Expect.Equal(Payloads.LargeResponse, response.Payload.Body.Length, "the size");
        await duplex.RequestStream.CompleteAsync();
        await Expect.EndAsync(duplex.ResponseStream);
        ExpectTrailing(duplex.GetTrailers());
    }

    public static async Task StatusCodeAndMessageAsync(InteropConnection server, CallOptions options)
    {
        var status = new EchoStatus { Code = (int)StatusCode.Unknown, Message = Message };
        await Expect.FailsAsync(
            async () => await server.Client.UnaryCallAsync(new SimpleRequest { ResponseStatus = status }, options),
            StatusCode.Unknown, Message);
        using var call = server.Client.FullDuplexCall(options);
        await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = status });
        await call.RequestStream.CompleteAsync();
        await Expect.FailsAsync(
            () => call.ResponseStream.MoveNext(CancellationToken.None), StatusCode.Unknown, Message);
    }

    public static async Task SpecialStatusMessageAsync(InteropConnection server, CallOptions options)
    {
        var status = new EchoStatus { Code = (int)StatusCode.Unknown, Message = SpecialMessage };
        await Expect.FailsAsync(
            async () => await server.Client.UnaryCallAsync(new SimpleRequest { ResponseStatus = status }, options),
            StatusCode.Unknown, SpecialMessage);
    }

    public static Task UnimplementedMethodAsync(InteropConnection server, CallOptions options) => Expect.FailsAsync(
        async () => await server.Client.UnimplementedCallAsync(new Empty(), options), StatusCode.Unimplemented);

    public static Task UnimplementedServiceAsync(InteropConnection server, CallOptions options) => Expect.FailsAsync(
        async () => await server.Unserved.UnimplementedCallAsync(new Empty(), options), StatusCode.Unimplemented);

    private static void ExpectInitial(Metadata headers) =>
        Expect.Equal(Payloads.InitialValue, headers.GetValue(Payloads.InitialKey), "the initial metadata");

    private static void ExpectTrailing(Metadata trailers) => Expect.Equal(
        Convert.ToHexString(Payloads.TrailingValue),
        Convert.ToHexString(trailers.GetValueBytes(Payloads.TrailingKey) ?? []), "the trailing metadata");
}
