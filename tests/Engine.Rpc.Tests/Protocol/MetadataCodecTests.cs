using Engine.Rpc.Protocol;
using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Xunit;

namespace Engine.Rpc.Tests.Protocol;

public sealed class MetadataCodecTests
{
    [Fact]
    public void Bytes_travel_as_base64_without_padding_and_come_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            string value = MetadataCodec.EncodeValue(new Metadata.Entry("key-bin", bytes ?? []));
            Metadata received = Read("Key-Bin", value);
            return !value.Contains('=') && received.GetValueBytes("key-bin")!.SequenceEqual(bytes ?? []);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("AQ", 1)]
    [InlineData("AQ==", 1)]
    [InlineData("AQI=", 2)]
    [InlineData("AQID", 3)]
    [InlineData("", 0)]
    public void Padded_and_unpadded_values_are_read(string value, int bytes) =>
        Assert.Equal(new byte[] { 1, 2, 3 }[..bytes], Read("key-bin", value).GetValueBytes("key-bin"));

    [Fact]
    public void Binary_values_joined_by_commas_are_several_and_texts_are_one()
    {
        Assert.Equal([[1], [1, 2]], Read("key-bin", "AQ, AQI=").Select(entry => entry.ValueBytes));
        Assert.Equal("a, b", Read("key", "a, b").Single().Value);
    }

    [Theory]
    [InlineData("!")]
    [InlineData("A")]
    [InlineData("AQIDA")]
    [InlineData("A Q")]
    public void What_is_not_base64_is_an_internal_error(string value) =>
        Assert.Equal(
            StatusCode.Internal, Assert.Throws<RpcException>(() => Read("key-bin", value)).StatusCode);

    [Theory]
    [InlineData("te")]
    [InlineData("TE")]
    [InlineData("content-type")]
    [InlineData("host")]
    [InlineData(":path")]
    [InlineData("grpc-timeout")]
    [InlineData("grpc-anything")]
    [InlineData("odd!name")]
    public void Headers_of_the_protocol_and_names_that_are_no_keys_are_not_shown(string name) =>
        Assert.Empty(Read(name, "AQ"));

    [Fact]
    public void Details_of_a_status_are_shown() =>
        Assert.Equal([1], Read("grpc-status-details-bin", "AQ").GetValueBytes("grpc-status-details-bin"));

    [Theory]
    [InlineData("key", "a\r\nx-injected: b")]
    [InlineData("key", "\u00e9")]
    [InlineData("key", "\u007f")]
    [InlineData("grpc-status", "0")]
    [InlineData("content-type", "text/html")]
    public void What_must_not_be_sent_is_refused_before_it_is(string key, string value) =>
        Assert.Throws<ArgumentException>(() => MetadataCodec.EncodeValue(new Metadata.Entry(key, value)));

    private static Metadata Read(string name, string value)
    {
        Metadata metadata = [];
        MetadataCodec.Decode(metadata, name, value);
        return metadata;
    }
}
