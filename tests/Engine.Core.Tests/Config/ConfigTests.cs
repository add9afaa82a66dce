using Engine.Core.Config;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Config;

/// <summary>
/// Goal: the canonical text is the configuration, and every error says which key, which value and what to do.
/// </summary>
public sealed class ConfigTests
{
    [Fact]
    public void Text_and_configuration_are_exact_inverses()
    {
        var printable = Gen.Choose(' ', '~').Select(c => (char)c);
        var key = Gen.NonEmptyListOf(printable.Where(c => c != '=')).Select(cs => new string([.. cs]));
        var value = Gen.ListOf(printable).Select(cs => new string([.. cs]));
        var pairs = Gen.ListOf(Gen.Zip(key, value)).ToArbitrary();
        Prop.ForAll(pairs, given =>
        {
            var config = new CanonicalConfig();
            foreach (var (k, v) in given) config.Set(k, v);
            var again = CanonicalConfig.Parse(config.ToText());
            return again.ToText() == config.ToText() && again.Keys.SequenceEqual(config.Keys)
                && config.Keys.SequenceEqual(config.Keys.Order(StringComparer.Ordinal));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Children_come_in_ordinal_order_whatever_follows_their_names()
    {
        var config = CanonicalConfig.Parse("s.a-b.x=1\ns.a.x=1\ns.a.y=2\ns.B=3\ns.a!.z=1\n");
        Assert.Equal(["B", "a", "a!", "a-b"], config.Section("s").Children);
    }

    [Fact]
    public void Keys_that_nobody_reads_are_named_and_defaults_are_effective()
    {
        var config = CanonicalConfig.Parse("a.x=1\na.X=2\n");
        Assert.Equal(1, config.Section("a").GetLong("x", 0, 9));
        Assert.Equal("off", config.Section("a").GetText("y", "off"));
        Assert.Equal(["a.X"], config.UnreadKeys);
        Assert.Equal("a.x=1\na.y=off\n", config.EffectiveText());
    }

    [Theory]
    [InlineData("x", "12", "long", "from 0 to 9")]
    [InlineData("x", "1e3", "long", "whole number")]
    [InlineData("x", "1.234", "fixed", "at most 2 decimal places")]
    [InlineData("x", "5", "duration", "such as 100ms")]
    [InlineData("x", "yes", "bool", "true or false")]
    public void An_error_names_key_value_and_remedy(string name, string value, string type, string remedy)
    {
        var section = CanonicalConfig.Parse($"part.{name}={value}").Section("part");
        var error = Assert.Throws<ConfigException>(() => Read(section, name, type));
        Assert.Contains("'part.x'", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
        var missing = Assert.Throws<ConfigException>(() => Read(section, "y", type));
        Assert.Contains("'part.y' is missing", missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no separator")]
    [InlineData("=value")]
    [InlineData("key=caf\u00e9")]
    public void A_line_that_is_no_setting_is_refused(string line) =>
        Assert.Throws<ConfigException>(() => CanonicalConfig.Parse(line));

    [Fact]
    public void Durations_read_back_what_they_write()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).Select(n => n * 1_000L * (n % 7)).ToArbitrary(), ns =>
            DurationText.TryParse(DurationText.Format(ns), out var again) && again == ns).QuickCheckThrowOnFailure();
        Assert.False(DurationText.TryParse("9223372036854775807d", out _));
        Assert.False(DurationText.TryParse("-5s", out _));
    }

    private static object Read(ConfigSection section, string name, string type) => type switch
    {
        "long" => section.GetLong(name, 0, 9),
        "fixed" => section.GetFixed(name, 2, 0, 1_000),
        "duration" => section.GetDurationNs(name, 0, 1_000_000_000),
        _ => section.GetBool(name),
    };
}
