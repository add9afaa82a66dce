using System.Reflection;
using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.Replay;
using Xunit;

namespace Engine.Core.Tests.Replay;

public sealed class EventDescriberTests
{
    private static readonly InstrumentPayload Cents = new() { PriceExponent = 2, SizeExponent = 1 };

    public static TheoryData<EventKind> Kinds => [.. Enum.GetValues<EventKind>().Where(kind => kind != EventKind.None)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_shows_every_field_of_its_payload(EventKind kind)
    {
        var payload = EventDescriber.PayloadTypeOf(kind);
        var fields = EventDescriber.Describe(new EngineEvent { Kind = kind });

        Assert.NotNull(payload);
        Assert.Equal(
            payload.GetFields(BindingFlags.Public | BindingFlags.Instance).Select(field => field.Name), fields.Skip(9)
            .Select(field => field.Name));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_change_of_any_payload_byte_that_a_field_covers_shows_in_that_field(EventKind kind)
    {
        var payload = EventDescriber.PayloadTypeOf(kind)!;
        foreach (var field in payload.GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            var offset = field.GetCustomAttribute<FieldOffsetAttribute>()!.Value;
            var record = new EngineEvent { Kind = kind };
            MemoryMarshal.AsBytes(new Span<EngineEvent>(ref record))[EngineEvent.PayloadOffset + offset] = (byte)'1';

            var difference = Assert.Single(EventDescriber.Compare(new EngineEvent { Kind = kind }, in record));
            Assert.Equal(field.Name, difference.Name);
        }
    }

    [Fact]
    public void Prices_sizes_and_money_are_exact_decimals()
    {
        var record = new EngineEvent { Kind = EventKind.Execution };
        record.Execution.Price = 12_345;
        record.Execution.Quantity = 70;
        record.Execution.Commission = -1;
        record.Execution.Side = Side.Sell;
        AsciiText.Write("SIM-1", record.Execution.ExecutionId);

        var fields = EventDescriber.Describe(in record, Cents).ToDictionary(field => field.Name, field => field.Value);

        Assert.Equal("123.45", fields["Price"]);
        Assert.Equal("7", fields["Quantity"]);
        Assert.Equal("-0.00000001", fields["Commission"]);
        Assert.Equal("Sell", fields["Side"]);
        Assert.Equal("SIM-1", fields["ExecutionId"]);
    }

    [Fact]
    public void What_is_absent_is_empty_and_without_a_definition_numbers_are_raw()
    {
        var record = new EngineEvent { Kind = EventKind.Quote };
        record.Quote.BidPrice = FixedPoint.Absent;
        record.Quote.AskPrice = 12_345;

        var fields = EventDescriber.Describe(in record).ToDictionary(field => field.Name, field => field.Value);

        Assert.Equal("", fields["BidPrice"]);
        Assert.Equal("12345", fields["AskPrice"]);
    }
}
