using System.Buffers;
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

public sealed class MessageReaderTests
{
    private const int LimitBytes = 1000;

    private static readonly GzipCompressionProvider Gzip = new(CompressionLevel.Fastest);

    [Fact]
    public async Task A_message_that_comes_byte_by_byte_is_whole()
    {
        var pipe = new Pipe();
        var reader = new MessageReader(pipe.Reader, null, LimitBytes);
        Task<string?> message = reader.ReadAsync(TextMarshaller.Instance, default).AsTask();
        foreach (byte b in Frame("hello"))
        {
            Assert.False(message.IsCompleted);
            await pipe.Writer.WriteAsync(new[] { b });
        }

        Assert.Equal("hello", await message.WaitAsync(TimeSpan.FromSeconds(10)));
        await pipe.Writer.CompleteAsync();
        Assert.Null(await reader.ReadAsync(TextMarshaller.Instance, default));
        Assert.Null(await reader.ReadAsync(TextMarshaller.Instance, default));
    }

    [Fact]
    public void Messages_come_out_as_they_went_in_however_the_bytes_are_cut() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string[]>(), ArbMap.Default.ArbFor<int>(), (texts, seed) =>
        {
            string[] sent = [.. (texts ?? []).Select(text => string.Concat((text ?? "").EnumerateRunes()))];
            byte[] bytes = [.. sent.SelectMany((text, i) => i % 2 == 0 ? Frame(text) : Frame(Zip(text), flag: 1))];
            return ReadAllAsync(new Random(seed), bytes).GetAwaiter().GetResult().SequenceEqual(sent);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(LimitBytes)]
    public async Task A_message_up_to_the_limit_is_taken(uint length)
    {
        MessageReader reader = Over(Frame(new byte[length]));
        Assert.Equal((int)length, (await reader.ReadAsync(TextMarshaller.Instance, default))!.Length);
    }

    [Theory]
    [InlineData(LimitBytes + 1u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFFFu)]
    public async Task A_message_longer_than_the_limit_is_refused_before_its_bytes_arrive(uint length)
    {
        var pipe = new Pipe();
        byte[] head = new byte[5];
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(1), length);
        await pipe.Writer.WriteAsync(head);
        await FailsAsync(new MessageReader(pipe.Reader, null, LimitBytes), StatusCode.ResourceExhausted, $"{length}");
    }

    [Fact]
    public Task A_length_that_no_array_has_is_refused_without_a_limit_as_well()
    {
        var pipe = new Pipe();
        pipe.Writer.Write<byte>([0, 0xFF, 0xFF, 0xFF, 0xFF]);
        pipe.Writer.Complete();
        return FailsAsync(new MessageReader(pipe.Reader, null, null), StatusCode.ResourceExhausted, "4294967295");
    }

    [Fact]
    public async Task A_small_message_that_unpacks_beyond_the_limit_is_refused()
    {
        byte[] bomb = Zip(new byte[100 * LimitBytes]);
        Assert.True(bomb.Length < LimitBytes);
        await FailsAsync(Over(Frame(bomb, 1)), StatusCode.ResourceExhausted, "decompressed");
    }

    [Fact]
    public async Task Compressed_data_that_are_cut_off_are_no_message()
    {
        byte[] whole = Zip("a text that is long enough to be cut anywhere, and cut it shall be");
        for (int length = 1; length < whole.Length; length++)
        {
            await FailsAsync(Over(Frame(whole[..length], 1)), StatusCode.Internal, "decompressed");
        }
    }

    [Fact]
    public async Task Nothing_compressed_to_nothing_is_the_empty_message() =>
        Assert.Equal("", await Over(Frame([], 1)).ReadAsync(TextMarshaller.Instance, default));

    [Theory]
    [InlineData(new byte[] { 2, 0, 0, 0, 0 }, StatusCode.Internal)]
    [InlineData(new byte[] { 0, 255, 255, 255, 255 }, StatusCode.ResourceExhausted)]
    public async Task After_an_error_the_rest_is_not_taken_for_messages(byte[] head, StatusCode expected)
    {
        var pipe = new Pipe();
        var reader = new MessageReader(pipe.Reader, Gzip, LimitBytes);
        await pipe.Writer.WriteAsync(head);
        await FailsAsync(reader, expected, "");
        await pipe.Writer.WriteAsync(Frame("what looks like a message inside the refused one"));

        await FailsAsync(reader, expected, "");
    }

    [Fact]
    public async Task Compressed_data_that_are_broken_are_no_message()
    {
        byte[] broken = Zip("some text");
        broken[0] ^= 0xFF;
        await FailsAsync(Over(Frame(broken, 1)), StatusCode.Internal, "decompressed");
        await FailsAsync(Over(Frame(Encoding.ASCII.GetBytes("not gzip at all"), 1)), StatusCode.Internal, "gzip");
    }

    [Fact]
    public Task A_compressed_message_without_a_codec_is_an_error() =>
        FailsAsync(Over(Frame(Zip("x"), 1), codec: false), StatusCode.Internal, "grpc-encoding");

    [Theory]
    [InlineData(2)]
    [InlineData(255)]
    public Task A_flag_that_does_not_exist_is_an_error(byte flag) =>
        FailsAsync(Over(Frame([], flag)), StatusCode.Internal, $"flag {flag}");

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(9)]
    public Task A_body_that_ends_inside_a_message_is_an_error(int bytes) =>
        FailsAsync(Over(Frame("hello")[..bytes]), StatusCode.Internal, "ended inside");

    [Fact]
    public async Task Where_one_message_is_needed_none_and_two_are_errors()
    {
        await FailsAsync(Over([]), StatusCode.Internal, "no message", single: true);
        await FailsAsync(Over([.. Frame("a"), .. Frame("b")]), StatusCode.Internal, "more than one", single: true);
        Assert.Equal("a", await Over(Frame("a")).ReadSingleAsync(TextMarshaller.Instance, "request", default));
    }

    [Fact]
    public async Task What_a_parser_throws_is_an_error_of_the_message_and_not_of_the_transport()
    {
        var marshaller = new Marshaller<string>(
            (_, _) => { }, _ => throw new IOException("as the exception of protobuf does"));
        RpcException thrown = await Assert.ThrowsAsync<RpcException>(
            async () => await Over(Frame("x")).ReadAsync(marshaller, default));
        Assert.Equal(StatusCode.Internal, thrown.StatusCode);
    }

    [Fact]
    public async Task What_a_codec_throws_is_an_error_of_the_message_and_not_of_the_transport()
    {
        var pipe = PipeReader.Create(new MemoryStream(Frame([1, 2, 3], 1)));
        await FailsAsync(new MessageReader(pipe, new FailingCodec(), LimitBytes), StatusCode.Internal, "failing");
    }

    private static async Task FailsAsync(MessageReader reader, StatusCode code, string detail, bool single = false)
    {
        RpcException thrown = await Assert.ThrowsAsync<RpcException>(async () =>
            _ = single
                ? await reader.ReadSingleAsync(TextMarshaller.Instance, "request", default)
                : await reader.ReadAsync(TextMarshaller.Instance, default));
        Assert.Equal(code, thrown.StatusCode);
        Assert.Contains(detail, thrown.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task<List<string>> ReadAllAsync(Random random, byte[] bytes)
    {
        var pipe = new Pipe();
        var reader = new MessageReader(pipe.Reader, Gzip, 1 << 20);
        Task writing = WriteInPiecesAsync(random, bytes, pipe.Writer);
        List<string> texts = [];
        while (await reader.ReadAsync(TextMarshaller.Instance, default) is { } text)
        {
            texts.Add(text);
        }

        await writing;
        return texts;
    }

    private static async Task WriteInPiecesAsync(Random random, byte[] bytes, PipeWriter writer)
    {
        for (int at = 0; at < bytes.Length;)
        {
            int count = Math.Min(random.Next(1, 30), bytes.Length - at);
            await writer.WriteAsync(bytes.AsMemory(at, count));
            at += count;
        }

        await writer.CompleteAsync();
    }

    private static MessageReader Over(byte[] bytes, bool codec = true) =>
        new(PipeReader.Create(new MemoryStream(bytes)), codec ? Gzip : null, LimitBytes);

    private static byte[] Frame(string text) => Frame(Encoding.UTF8.GetBytes(text));

    private static byte[] Frame(byte[] payload, byte flag = 0)
    {
        byte[] frame = RawClient.Frame(payload);
        frame[0] = flag;
        return frame;
    }

    private static byte[] Zip(string text) => Zip(Encoding.UTF8.GetBytes(text));

    private static byte[] Zip(byte[] plain)
    {
        var zipped = new MemoryStream();
        using (Stream compressor = Gzip.CreateCompressionStream(zipped, null))
        {
            compressor.Write(plain);
        }

        return zipped.ToArray();
    }

    /// <summary>A codec that tells of bad bytes as some do: by an exception that looks like the transport's.</summary>
    private sealed class FailingCodec : ICompressionProvider
    {
        public string EncodingName => "failing";

        public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
            throw new NotSupportedException();

        public Stream CreateDecompressionStream(Stream stream) => throw new IOException("bad bytes");
    }
}
