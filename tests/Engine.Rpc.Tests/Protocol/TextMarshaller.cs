using System.Text;
using Grpc.Core;

namespace Engine.Rpc.Tests.Protocol;

/// <summary>Messages that are plain text, and ways to write them wrongly.</summary>
internal static class TextMarshaller
{
    public static readonly Marshaller<string> Instance = new(
        (text, context) =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            context.SetPayloadLength(bytes.Length);
            bytes.CopyTo(context.GetBufferWriter().GetSpan(bytes.Length));
            context.GetBufferWriter().Advance(bytes.Length);
            context.Complete();
        },
        context => Encoding.UTF8.GetString(context.PayloadAsNewBuffer()));

    public static readonly Marshaller<string> ByArrays =
        Marshallers.Create(Encoding.UTF8.GetBytes, Encoding.UTF8.GetString);
}
