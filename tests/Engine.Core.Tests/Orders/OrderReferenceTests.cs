using System.Text;
using Engine.Core.Events;
using Xunit;

namespace Engine.Core.Tests.Orders;

/// <summary>Goal: a reference names one order of one engine, and no other engine takes it for its own.</summary>
public sealed class OrderReferenceTests
{
    [Theory]
    [InlineData("LLE1", 0, 1, "LLE1-0-1")]
    [InlineData("A", 12, 345, "A-12-345")]
    [InlineData("LLE1", 123456, 999999999999, "LLE1-123456-999999999999")]
    public void It_reads_as_it_was_made(string engine, int epoch, long order, string text)
    {
        Assert.Equal(text, OrderReference.TextOf(engine, epoch, order));
        Assert.True(OrderReference.TryRead(
            AsciiText24.From(text), Encoding.ASCII.GetBytes(engine), out var readEpoch, out var readOrder));
        Assert.Equal((epoch, order), (readEpoch, readOrder));
    }

    [Theory]
    [InlineData("LLE1", 1234567, 999999999999)]
    [InlineData("LLE1", 1, long.MaxValue)]
    [InlineData("LLE1", int.MaxValue, long.MaxValue)]
    [InlineData("LLE12", 1, 1)]
    [InlineData("", 1, 1)]
    [InlineData("LLE1", -1, 1)]
    [InlineData("LLE1", 1, 0)]
    public void What_does_not_fit_is_refused(string engine, int epoch, long order)
    {
        Assert.False(OrderReference.TryMake(Encoding.ASCII.GetBytes(engine), epoch, order, out var reference));
        Assert.Equal("", reference.ToString());
    }

    [Theory]
    [InlineData("LLE2-1-1")]
    [InlineData("LLE1-1")]
    [InlineData("LLE1-1-")]
    [InlineData("LLE1--1")]
    [InlineData("LLE1-1-1x")]
    [InlineData("LLE1-1-0")]
    [InlineData("LLE1")]
    [InlineData("LLE11-1-1")]
    [InlineData("")]
    public void Another_engines_reference_or_any_other_text_is_none_of_ours(string text) =>
        Assert.False(OrderReference.TryRead(AsciiText24.From(text), "LLE1"u8, out _, out _));
}
