using System.Collections;
using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Loading;
using Engine.Grpc.Configuration;
using Xunit;

namespace Engine.Grpc.Tests.Configuration;

public sealed class SettingsTests
{
    private static readonly Hashtable NoEnvironment = [];

    [Fact]
    public void A_file_gives_flat_keys_with_values_as_written()
    {
        using var folder = new TempFolder();
        var file = folder.Write("engine.json",
            """
            {
              // Comments are allowed.
              "mode": "backtest",
              "data": { "skipBadRows": true, "files": ["b.csv", "a.csv"], "pace": null },
              "venue": { "commissionPerShare": 0.0050 },
            }
            """);
        var config = SettingsLoader.Load([], file, NoEnvironment, []);
        Assert.Equal(
            "data.files.0=b.csv\ndata.files.1=a.csv\ndata.skipBadRows=true\nmode=backtest\n"
            + "venue.commissionPerShare=0.0050\n",
            config.ToText());
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("[1]", "one JSON object")]
    [InlineData("{\"a\":{\"b\":1},\"a.b\":2}", "'a.b'")]
    [InlineData("{\"a\":1,\"A\":2}", "twice")]
    public void A_file_that_cannot_be_used_is_named_with_the_place(string text, string expected)
    {
        using var folder = new TempFolder();
        var file = folder.Write("engine.json", text);
        var error = Assert.Throws<ConfigException>(() => SettingsLoader.Load([], file, NoEnvironment, []));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("engine.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Command_line_wins_over_environment_over_file_over_defaults_whatever_the_case()
    {
        using var folder = new TempFolder();
        var file = folder.Write("engine.json", """{ "a": { "one": "file", "two": "file", "three": "file" } }""");
        var environment = new Hashtable { ["ENGINE__A__TWO"] = "env", ["ENGINE__a__three"] = "env", ["OTHER"] = "x" };
        var config = SettingsLoader.Load(
            [new("a.zero", "default"), new("a.one", "default")], file, environment, [new("a.three", "line")]);
        Assert.Equal("a.one=file\na.three=line\na.two=env\na.zero=default\n", config.ToText());
    }

    [Fact]
    public void Who_gives_a_data_file_gives_them_all()
    {
        using var folder = new TempFolder();
        var file = folder.Write("engine.json", """{ "data": { "files": ["1.csv", "2.csv", "3.csv"] } }""");
        var config = SettingsLoader.Load([], file, NoEnvironment, [new("data.files.0", "mine.csv")]);
        Assert.Equal("data.files.0=mine.csv\n", config.ToText());
    }

    [Theory]
    [InlineData("risk.maxPositon", "'risk.maxPosition'")]
    [InlineData("RISK.maxposition", "'risk.maxPosition'")]
    [InlineData("nonsense", "remove it")]
    public void An_unknown_key_is_refused_with_the_known_one_that_resembles_it(string key, string expected)
    {
        var config = new CanonicalConfig { };
        config.Set("mode", "backtest");
        config.Set("journal.directory", "x");
        config.Set(key, "1");
        _ = new EngineSetup(config, new StrategyCatalog(), "test");
        var error = Assert.Throws<ConfigException>(() => SettingsLoader.RefuseUnknownKeys(config));
        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_strategy_is_a_name_or_a_class_of_an_assembly()
    {
        Assert.Equal([new("strategies.mean-reversion.type", "mean-reversion")],
            CommandLineSettings.Strategy("mean-reversion"));
        Assert.Equal([new("strategies.Breakout.type", "My.Breakout"), new("strategies.Breakout.assembly", "/x/My.dll")],
            CommandLineSettings.Strategy("My.Breakout@/x/My.dll"));
        Assert.Throws<ConfigException>(() => CommandLineSettings.Strategy("My.Breakout@").ToArray());
        Assert.Throws<ConfigException>(() => CommandLineSettings.Setting("novalue"));
        Assert.Equal(new("a", "b=c"), CommandLineSettings.Setting("a=b=c"));
    }

    [Fact]
    public void A_demonstration_whose_pace_is_given_goes_on_until_it_is_stopped()
    {
        var settings = DefaultSettings.For(isDemo: true, choosesStrategies: false, choosesPace: true);
        var config = SettingsLoader.Load(settings, null, NoEnvironment, [new("data.pace", "1")]);
        var setup = new EngineSetup(config, new StrategyCatalog(), "test");

        Assert.Equal(1, setup.Options.Pace);
        Assert.Equal(TimeSpan.FromDays(3650), TimeSpan.FromMicroseconds(setup.Simulated.DurationNs / 1_000));
    }

    [Fact]
    public void The_demonstration_is_a_whole_configuration_and_begins_a_new_journal_each_time()
    {
        var first =
            new CanonicalConfig(DefaultSettings.For(isDemo: true, choosesStrategies: false, choosesPace: false));
        var setup = new EngineSetup(first, new StrategyCatalog(), "test");
        SettingsLoader.RefuseUnknownKeys(first);
        Assert.Equal(["crossover", "mean-reversion", "quoting"], setup.StrategyNames);

        var second =
            new CanonicalConfig(DefaultSettings.For(isDemo: true, choosesStrategies: true, choosesPace: false));
        var chosen = new EngineSetup(second, new StrategyCatalog(), "test");
        Assert.Empty(chosen.StrategyNames);
        Assert.NotEqual(setup.Options.JournalDirectory, chosen.Options.JournalDirectory);
    }
}
