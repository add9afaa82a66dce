using Grpc.Core;
using Grpc.Testing;

namespace InteropClient.Cases;

/// <summary>gzip in both directions, per message.</summary>
internal static class CompressionCases
{
    private static readonly Metadata Gzip = new() { { Payloads.EncodingKey, "gzip" } };

    public static async Task ClientUnaryAsync(InteropConnection server, CallOptions options)
    {
        // Shows that the server notices at all.
        await Expect.FailsAsync(
            async () => await server.Client.UnaryCallAsync(Expecting(true), options), StatusCode.InvalidArgument);
        var compressed = await server.Client.UnaryCallAsync(Expecting(true), options.WithHeaders(Gzip));
        Expect.Equal(Payloads.LargeResponse, compressed.Payload.Body.Length, "the size");
        var plain = await server.Client.UnaryCallAsync(Expecting(false), options);
        Expect.Equal(Payloads.LargeResponse, plain.Payload.Body.Length, "the size");
    }

    public static async Task ClientStreamingAsync(InteropConnection server, CallOptions options)
    {
        using var probe = server.Client.StreamingInputCall(options);
        await Expect.FailsAsync(
            async () =>
            {
                await probe.RequestStream.WriteAsync(Expecting(27182, true));
                await probe.RequestStream.CompleteAsync();
                await probe;
            },
            StatusCode.InvalidArgument);

        using var call = server.Client.StreamingInputCall(options.WithHeaders(Gzip));
        await call.RequestStream.WriteAsync(Expecting(27182, true));
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(Expecting(45904, false));
        await call.RequestStream.CompleteAsync();
        Expect.Equal(73086, (await call).AggregatedPayloadSize, "the sum");
    }

    public static async Task ServerUnaryAsync(InteropConnection server, CallOptions options)
    {
        foreach (var isCompressed in (bool[])[true, false])
        {
            var request = Payloads.Large();
            request.ResponseCompressed = new BoolValue { Value = isCompressed };
            var before = server.Witness.Decompressed;
            var response = await server.Client.UnaryCallAsync(request, options);
            Expect.Equal(Payloads.LargeResponse, response.Payload.Body.Length, "the size");
            Expect.Equal(isCompressed, server.Witness.Decompressed > before, "whether it came compressed");
        }
    }

    public static async Task ServerStreamingAsync(InteropConnection server, CallOptions options)
    {
        (int Size, bool IsCompressed)[] wanted = [(31415, true), (92653, false)];
        var request = new StreamingOutputCallRequest();
        request.ResponseParameters.Add(wanted.Select(message => new ResponseParameters
        {
            Size = message.Size,
            Compressed = new BoolValue { Value = message.IsCompressed },
        }));
        using var call = server.Client.StreamingOutputCall(request, options);
        foreach (var (size, isCompressed) in wanted)
        {
            var before = server.Witness.Decompressed;
            Expect.Equal(size, (await Expect.NextAsync(call.ResponseStream)).Payload.Body.Length, "the size");
            Expect.Equal(isCompressed, server.Witness.Decompressed > before, "whether it came compressed");
        }
        await Expect.EndAsync(call.ResponseStream);
    }

    private static SimpleRequest Expecting(bool isCompressed)
    {
        var request = Payloads.Large();
        request.ExpectCompressed = new BoolValue { Value = isCompressed };
        return request;
    }

    private static StreamingInputCallRequest Expecting(int size, bool isCompressed) => new()
    {
        Payload = Payloads.Zeros(size),
        ExpectCompressed = new BoolValue { Value = isCompressed },
    };
}
