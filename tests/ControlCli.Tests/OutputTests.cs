using ControlCli.Output;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ControlCli.Tests;

public sealed class OutputTests
{
    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000000000Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999999999Z")]
    [InlineData(1_381_239_000_123_456_789, "2013-10-08T13:30:00.123456789Z")]
    public void Times_are_iso_8601_with_nanoseconds(long timeNs, string text) =>
        Assert.Equal(text, IsoTime.Format(timeNs));

    [Fact]
    public void A_time_is_read_back_to_the_nanosecond() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), seed =>
        {
            var timeNs = unchecked(seed * 1_000_003 * 982_451_653);
            return IsoTime.TryParse(IsoTime.Format(timeNs), out var read) && read == timeNs;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2013-10-08T13:30:00")]
    [InlineData("2013-10-08")]
    [InlineData("2013-10-08T13:30:00.1234567890Z")]
    [InlineData("2013-10-08T13:30:00.Z")]
    [InlineData("9999-01-01T00:00:00Z")]
    [InlineData("")]
    public void What_is_no_time_in_utc_is_refused(string text) => Assert.False(IsoTime.TryParse(text, out _));

    [Fact]
    public void Numbers_are_aligned_to_the_right_and_text_to_the_left()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var console = new CliConsole(output, TextWriter.Null, isOutputTerminal: false, isErrorTerminal: false);
        TableWriter.Write(
            console, ["NAME", "COUNT", "LAST"],
            [[Cell.Of("a"), Cell.Whole(7), Cell.Of("x")], [Cell.Of("longer"), Cell.Whole(12_345), Cell.Of("y")]]);

        Assert.Equal(
            "NAME    COUNT  LAST\n" +
            "a           7  x\n" +
            "longer  12345  y\n", output.ToString());
    }

    [Fact]
    public void Money_is_exact_in_json_and_has_two_decimals_at_least_in_a_table()
    {
        Assert.Equal("12.50", Cell.Money(1_250_000_000).Text);
        Assert.Equal("12.5", Cell.Money(1_250_000_000).Json!.GetValue<string>());
        Assert.Equal("-0.00000001", Cell.Money(-1).Text);
    }

    [Fact]
    public void Progress_is_silent_where_nobody_watches_and_while_work_is_short()
    {
        using var error = new StringWriter();
        using (var pipe =
            new ProgressLine(
            new CliConsole(TextWriter.Null, error, false, false), "reading", 10, "records")) pipe.Report(5);
        using (var terminal =
            new ProgressLine(
            new CliConsole(TextWriter.Null, error, true, true), "reading", 10, "records")) terminal.Report(5);

        Assert.Empty(error.ToString());
    }
}
