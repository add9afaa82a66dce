using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using Engine.Rpc.Protocol;
using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Grpc.Net.Compression;
using Xunit;

namespace Engine.Rpc.Tests.Protocol;

public sealed class MessageEncoderTests
{
    private static readonly GzipCompressionProvider Gzip = new(CompressionLevel.Fastest);

    [Fact]
    public void What_is_encoded_is_read_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<bool>(), (text, isCompressed) =>
        {
            string sent = string.Concat((text ?? "").EnumerateRunes());
            using var encoder = new MessageEncoder(null);
            byte[] frame = encoder
                .Encode(sent, TextMarshaller.Instance.ContextualSerializer, isCompressed ? Gzip : null, null).ToArray();
            var reader = new MessageReader(PipeReader.Create(new MemoryStream(frame)), Gzip, null);
            return (frame[0] == 1) == (isCompressed && sent.Length > 0)
                && reader.ReadAsync(TextMarshaller.Instance, default).AsTask().GetAwaiter().GetResult() == sent;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(10, 10)]
    [InlineData(0, 0)]
    public void A_message_up_to_the_limit_is_encoded(int length, int limit)
    {
        using var encoder = new MessageEncoder(limit);
        string text = new('x', length);
        Assert.Equal(5 + length, Encode(encoder, text, TextMarshaller.Instance).Length);
        Assert.Equal(5 + length, Encode(encoder, text, TextMarshaller.ByArrays).Length);
    }

    [Fact]
    public void A_message_longer_than_the_limit_is_refused_and_the_next_one_is_not_harmed()
    {
        using var encoder = new MessageEncoder(10);
        foreach (Marshaller<string> marshaller in new[] { TextMarshaller.Instance, TextMarshaller.ByArrays })
        {
            RpcException thrown = Assert.Throws<RpcException>(() => Encode(encoder, "12345678901", marshaller));
            Assert.Equal(StatusCode.ResourceExhausted, thrown.StatusCode);
            byte[] next = Encode(encoder, "abc", marshaller);
            Assert.Equal(3u, BinaryPrimitives.ReadUInt32BigEndian(next.AsSpan(1)));
            Assert.Equal("abc", Encoding.UTF8.GetString(next.AsSpan(5)));
        }
    }

    [Fact]
    public void A_serializer_that_announces_another_length_is_found_out()
    {
        using var encoder = new MessageEncoder(null);
        var lying = new Marshaller<string>(
            (_, context) =>
            {
                context.SetPayloadLength(2);
                context.GetBufferWriter().GetSpan(1)[0] = 1;
                context.GetBufferWriter().Advance(1);
                context.Complete();
            },
            _ => "");
        Assert.Throws<InvalidOperationException>(() => Encode(encoder, "x", lying));
    }

    [Fact]
    public void A_serializer_that_does_not_complete_is_found_out()
    {
        using var encoder = new MessageEncoder(null);
        Assert.Throws<InvalidOperationException>(
            () => Encode(encoder, "x", new Marshaller<string>((_, _) => { }, _ => "")));
    }

    [Fact]
    public void The_memory_grows_with_a_message_whose_length_nobody_announced()
    {
        using var encoder = new MessageEncoder(null);
        var growing = new Marshaller<string>(
            (text, context) =>
            {
                foreach (char c in text)
                {
                    context.GetBufferWriter().GetSpan(1)[0] = (byte)c;
                    context.GetBufferWriter().Advance(1);
                }

                context.Complete();
            },
            _ => "");
        string text = string.Concat(Enumerable.Range(0, 100_000).Select(i => (char)('a' + i % 26)));
        Assert.Equal(text, Encoding.ASCII.GetString(Encode(encoder, text, growing).AsSpan(5)));
    }

    private static byte[] Encode(MessageEncoder encoder, string text, Marshaller<string> marshaller) =>
        encoder.Encode(text, marshaller.ContextualSerializer, null, null).ToArray();
}
