using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Loading;
using Engine.Grpc.Hosting;
using Engine.Testing;
using Xunit;

namespace Engine.Grpc.Tests.Configuration;

/// <summary>The settings of what stands around the engine.</summary>
public sealed class HostingSettingsTests
{
    [Fact]
    public void Every_setting_around_the_engine_is_listed_with_its_default_and_none_is_journaled()
    {
        var config = new CanonicalConfig([new("mode", "backtest"), new("journal.directory", "j")]);
        var core = new CanonicalConfig([new("mode", "backtest"), new("journal.directory", "j")]);
        var setup = new EngineSetup(config, new StrategyCatalog(), "build");
        _ = new EngineSetup(core, new StrategyCatalog(), "build");
        HostingOptions.FromConfig(config, setup);

        var document = File.ReadAllText(Repository.PathOf("docs", "CONFIGURATION.md"));
        var hosting = config.ReadKeys.Except(core.ReadKeys).ToArray();
        Assert.True(hosting.Length >= 7, string.Join(' ', hosting));
        var values = CanonicalConfig.Parse(config.EffectiveText()).Root;
        Assert.All(hosting, key =>
            Assert.Contains($"\n| `{key}` | `{values.GetText(key)}` | ", document, StringComparison.Ordinal));
        Assert.All(hosting, key => Assert.DoesNotContain(key + "=", setup.ConfigText, StringComparison.Ordinal));
    }
}
