using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace InteropHost;

/// <summary>The service of the official interop cases. UnimplementedCall is left to the base class.</summary>
internal sealed class InteropService : TestService.TestServiceBase
{
    private const string InitialKey = "x-grpc-test-echo-initial";
    private const string TrailingKey = "x-grpc-test-echo-trailing-bin";

    /// <summary>Never sent: switches the compression of responses on.</summary>
    private const string EncodingKey = "grpc-internal-encoding-request";

    private static readonly WriteOptions Plain = new(WriteFlags.NoCompress);

    public override async Task<Empty> EmptyCall(Empty request, ServerCallContext context)
    {
        await BeginAsync(context, mayCompress: false);
        return new Empty();
    }

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        CheckCompression(request.ExpectCompressed);
        var isCompressed = request.ResponseCompressed?.Value ?? false;
        await BeginAsync(context, isCompressed);
        ThrowIfAsked(request.ResponseStatus);
        if (!isCompressed) context.WriteOptions = Plain;
        return new SimpleResponse { Payload = Zeros(request.ResponseSize) };
    }

    public override async Task StreamingOutputCall(
        StreamingOutputCallRequest request,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        await BeginAsync(context, request.ResponseParameters.Any(p => p.Compressed?.Value ?? false));
        await RespondAsync(request, responseStream, context);
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        await BeginAsync(context, mayCompress: false);
        var total = 0;
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            CheckCompression(requestStream.Current.ExpectCompressed);
            total += requestStream.Current.Payload?.Body.Length ?? 0;
        }
        return new StreamingInputCallResponse { AggregatedPayloadSize = total };
    }

    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        await BeginAsync(context, mayCompress: false);
        while (await requestStream.MoveNext(context.CancellationToken))
            await RespondAsync(requestStream.Current, responseStream, context);
    }

    /// <summary>
    /// Returns the metadata that the client wants to see again: the initial ones at once, before anything is read.
    /// </summary>
    private static async Task BeginAsync(ServerCallContext context, bool mayCompress)
    {
        foreach (var entry in context.RequestHeaders.GetAll(TrailingKey)) context.ResponseTrailers.Add(entry);
        var initial = new Metadata();
        foreach (var entry in context.RequestHeaders.GetAll(InitialKey)) initial.Add(entry);
        if (mayCompress) initial.Add(EncodingKey, "gzip");
        if (initial.Count > 0) await context.WriteResponseHeadersAsync(initial);
    }

    private static async Task RespondAsync(
        StreamingOutputCallRequest request,
        IServerStreamWriter<StreamingOutputCallResponse> responses,
        ServerCallContext context)
    {
        ThrowIfAsked(request.ResponseStatus);
        foreach (var parameters in request.ResponseParameters)
        {
            if (parameters.IntervalUs > 0)
                await Task.Delay(TimeSpan.FromMicroseconds(parameters.IntervalUs), context.CancellationToken);
            responses.WriteOptions = parameters.Compressed?.Value ?? false ? WriteOptions.Default : Plain;
            await responses.WriteAsync(new StreamingOutputCallResponse { Payload = Zeros(parameters.Size) });
        }
    }

    private static void CheckCompression(BoolValue? expected)
    {
        var wasCompressed = CompressionWitness.TakeWasCompressed();
        if (expected is { Value: true } && !wasCompressed)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "A compressed message was expected."));
    }

    private static void ThrowIfAsked(EchoStatus? status)
    {
        if (status is { Code: not 0 })
            throw new RpcException(new Status((StatusCode)status.Code, status.Message));
    }

    private static Payload Zeros(int size) => new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) };
}
