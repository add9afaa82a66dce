using Engine.Rpc.Protocol;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Rpc.Tests.Protocol;

public sealed class PercentEncodingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain text ~", "plain text ~")]
    [InlineData("100%", "100%25")]
    [InlineData("a\r\nb\0\u007f", "a%0D%0Ab%00%7F")]
    [InlineData("\u263a", "%E2%98%BA")]
    [InlineData("\U0001f608", "%F0%9F%98%88")]
    public void What_is_not_printable_ASCII_is_escaped(string text, string header)
    {
        Assert.Equal(header, PercentEncoding.Encode(text));
        Assert.Equal(text, PercentEncoding.Decode(header));
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%2", "%2")]
    [InlineData("%zz", "%zz")]
    [InlineData("a%2", "a%2")]
    [InlineData("%%41", "%A")]
    [InlineData("%e2%98%ba", "\u263a")]
    [InlineData("\u00e2\u0098\u00ba", "\u263a")]
    [InlineData("\u263a", "\u263a")]
    [InlineData("%ff", "\ufffd")]
    public void Broken_escapes_stay_and_nothing_fails(string header, string text) =>
        Assert.Equal(text, PercentEncoding.Decode(header));

    [Fact]
    public void Any_text_comes_back_and_its_header_is_printable_ASCII() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            string valid = string.Concat((text ?? "").EnumerateRunes());
            string header = PercentEncoding.Encode(valid);
            return header.All(c => c is >= ' ' and <= '~') && PercentEncoding.Decode(header) == valid;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_header_makes_the_decoder_fail() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => PercentEncoding.Decode((text ?? "") + "%") is not null)
            .QuickCheckThrowOnFailure();
}
