using System.Text;
using Engine.Rpc.Client;
using Engine.Rpc.Protocol;
using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Xunit;

namespace Engine.Rpc.Tests.Client;

/// <summary>The buffer between the stream of a response and its messages.</summary>
public sealed class ResponseBodyTests
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(static v => v, static v => v);

    [Fact]
    public void The_pieces_in_which_bytes_come_do_not_matter() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(
                ArbMap.Default.ArbFor<NonNull<string>[]>(),
                ArbMap.Default.ArbFor<PositiveInt>(),
                (texts, seed) =>
                {
                    // Strings of FsCheck are short; some are repeated so often that the buffer has to grow.
                    byte[][] messages = [.. texts.Select((text, i) => Encoding.UTF8.GetBytes(
                        string.Concat(Enumerable.Repeat(text.Get, i % 3 == 2 ? 40 : 1))))];
                    byte[] wire = [.. messages.SelectMany(message => Wire.Frame(message))];
                    List<byte[]> read = ReadAll(new ChoppedStream(wire, new Random(seed.Get)));
                    return read.Count == messages.Length
                        && read.Zip(messages).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
                }));

    [Fact]
    public void A_body_that_ends_inside_a_message_is_broken_wherever_it_ends()
    {
        byte[] wire = Wire.Frame(new byte[20]);
        for (int length = 1; length < wire.Length; length++)
        {
            var stream = new ChoppedStream(wire[..length], new Random(length));
            Assert.Equal(StatusCode.Internal, Assert.Throws<RpcException>(() => ReadAll(stream)).StatusCode);
        }
    }

    private static List<byte[]> ReadAll(Stream stream)
    {
        // Four bytes at first, less than a head: everything has to grow.
        var body = new ResponseBody(stream, bufferBytes: 4);
        try
        {
            var reader = new MessageReader(body, codec: null, maxBytes: null);
            List<byte[]> messages = [];
            while (reader.ReadAsync(Bytes, CancellationToken.None).AsTask().GetAwaiter().GetResult() is byte[] message)
            {
                messages.Add(message);
            }

            return messages;
        }
        finally
        {
            body.Complete();
        }
    }

    /// <summary>Gives one byte, a few, or many at a time, at once or later.</summary>
    private sealed class ChoppedStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (random.Next(2) == 0)
            {
                await Task.Yield();
            }

            int count = Math.Min(buffer.Length, random.Next(3) switch { 0 => 1, 1 => 7, _ => 1000 });
            return Read(buffer.Span[..count]);
        }
    }
}
