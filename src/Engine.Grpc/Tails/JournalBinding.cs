using Engine.Grpc.Services;
using Google.Protobuf;
using Grpc.Core;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tails;

/// <summary>
/// Binds the service <c>engine.v1.Journal</c> as the generated code does, but for events, which leave as bytes that
/// several callers share.
/// </summary>
internal static class JournalBinding
{
    private static readonly string Service = Wire.Journal.Descriptor.FullName;

    private static readonly Method<Wire.DescribeRequest, Wire.JournalDescription> DescribeMethod = new(
        MethodType.Unary, Service, nameof(JournalService.Describe), Of(Wire.DescribeRequest.Parser),
        Of(Wire.JournalDescription.Parser));

    private static readonly Method<Wire.ReadEventsRequest, EncodedBatch> ReadEventsMethod = new(
        MethodType.ServerStreaming, Service, nameof(JournalService.ReadEvents), Of(Wire.ReadEventsRequest.Parser),
        EncodedBatch.Marshaller);

    /// <summary>Called by whoever serves a <see cref="JournalService"/>.</summary>
    public static void Bind(ServiceBinderBase binder, JournalService? service)
    {
        binder.AddMethod(
            DescribeMethod,
            service is null ? null : new UnaryServerMethod<Wire.DescribeRequest, Wire.JournalDescription>(
                service.Describe));
        binder.AddMethod(
            ReadEventsMethod,
            service is null ? null : new ServerStreamingServerMethod<Wire.ReadEventsRequest, EncodedBatch>(
                service.ReadEvents));
    }

    private static Marshaller<T> Of<T>(MessageParser<T> parser) where T : class, IMessage<T> => new(
        static (message, context) =>
        {
            context.SetPayloadLength(message.CalculateSize());
            message.WriteTo(context.GetBufferWriter());
            context.Complete();
        },
        context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
}
