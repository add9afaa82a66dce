using System.Globalization;
using System.Text;
using Engine.Core.Events;
using Engine.Core.MarketData;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.MarketData;

public sealed class CsvNumbersTests
{
    [Fact]
    public void What_the_quick_reader_takes_is_exactly_the_decimal()
    {
        var pieces = Gen.Elements("0", "1", "9", "12", "345", "00", "999999", ".", "", "-", "x", "123456789012");
        var texts = pieces.ArrayOf(5).Select(string.Concat).ToArbitrary();
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(5_000),
            Prop.ForAll(texts, Gen.Choose(0, 9).ToArbitrary(), (text, exponent) =>
        {
            var bytes = Encoding.ASCII.GetBytes(text + ",\n");
            var position = 0;
            if (!CsvNumbers.TryReadDecimal(bytes, ref position, exponent, (byte)',',
                out var value)) return position == 0;
            if (position != text.Length + 1) return false;
            return text.Length == 0 ? value == FixedPoint.Absent : FixedPoint.TryParse(text, exponent, out var exact)
                && exact == value;
        }));
    }

    [Fact]
    public void Usual_decimals_are_taken_by_the_quick_reader()
    {
        foreach (var text in new[] { "0", "48.80", "173.5", "100", "0.000001", "99999999999.999999", "" })
        {
            var position = 0;
            Assert.True(CsvNumbers.TryReadDecimal(Encoding.ASCII.GetBytes(text + ","), ref position, 6, (byte)',',
                out _), text);
        }
    }

    [Fact]
    public void Times_of_19_digits_are_read_and_all_else_is_left()
    {
        const int Seed = 42;
        var random = new Random(Seed);
        for (var i = 0; i < 10_000; i++)
        {
            var time = random.NextInt64(1_000_000_000_000_000_000, long.MaxValue);
            var position = 0;
            Assert.True(CsvNumbers.TryReadTime(Encoding.ASCII.GetBytes(
                time.ToString(CultureInfo.InvariantCulture) + ",A"), ref position, out var read));
            Assert.Equal((time, 20), (read, position));
        }
        for (var i = 0; i < 19; i++)
        {
            foreach (var wrong in "/:,- ")
            {
                var text = "1381219200135000000".ToCharArray();
                text[i] = wrong;
                var position = 0;
                Assert.False(CsvNumbers.TryReadTime(Encoding.ASCII.GetBytes(new string(text) + ","), ref position,
                    out _));
                Assert.Equal(0, position);
            }
        }
        var start = 0;
        Assert.False(CsvNumbers.TryReadTime("9223372036854775808,"u8, ref start, out _));
        Assert.False(CsvNumbers.TryReadTime("138121920013500000,A,"u8, ref start, out _));
        Assert.False(CsvNumbers.TryReadTime("1381219200135000000"u8, ref start, out _));
    }
}
