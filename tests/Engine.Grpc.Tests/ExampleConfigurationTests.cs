using System.Collections;
using Engine.Core;
using Engine.Core.Events;
using Engine.Core.Loading;
using Engine.Grpc.Configuration;
using Engine.Testing;
using Xunit;

namespace Engine.Grpc.Tests;

/// <summary>The example that operators copy is a configuration that this build accepts.</summary>
public sealed class ExampleConfigurationTests
{
    [Fact]
    public void The_example_is_complete_and_every_key_of_it_is_known()
    {
        var example = Repository.PathOf("deploy", "config", "engine.example.json");
        var defaults = DefaultSettings.For(isDemo: false, choosesStrategies: false, choosesPace: false);
        var config = SettingsLoader.Load(defaults, example, new Hashtable(), []);
        StrategyCatalog.Pin(config);
        var setup = new EngineSetup(config, new StrategyCatalog(), "build");
        SettingsLoader.RefuseUnknownKeys(config);

        Assert.Equal(EngineMode.Paper, setup.Options.Mode);
        Assert.Equal(2, setup.Options.DataFiles.Count);
        Assert.Equal(["quoting", "reversion"], setup.StrategyNames);
        Assert.Contains("\naccount.cash=250000\n", setup.ConfigText, StringComparison.Ordinal);
        Assert.Contains("\nrisk.instruments.IBM.maxPosition=500\n", setup.ConfigText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_exit_codes_are_those_of_the_document()
    {
        var document = File.ReadAllText(Repository.PathOf("docs", "ARCHITECTURE.md"));
        Assert.All(Enum.GetValues<ExitCode>(), code =>
            Assert.Contains($"\n| {(int)code} | {code} | ", document, StringComparison.Ordinal));
    }
}
