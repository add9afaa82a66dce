using System.Security.Cryptography;
using Engine.Core.Config;
using Engine.Core.Loading;
using Engine.Core.Strategies.Reference;
using Xunit;

namespace Engine.Core.Tests.Loading;

public sealed class StrategyCatalogTests
{
    private static readonly string Example = Path.Combine(AppContext.BaseDirectory, "ExampleStrategy.dll");
    private static readonly string Bad = Path.Combine(AppContext.BaseDirectory, "BadStrategies.dll");

    private static CanonicalConfig Config(params string[] settings) =>
        CanonicalConfig.Parse(string.Join('\n', settings.Select(s => "strategies.mine." + s)));

    private static object Create(CanonicalConfig config, string type) =>
        new StrategyCatalog().Create(type, config.Section("strategies.mine"));

    [Fact]
    public void Built_in_names_need_no_assembly()
    {
        Assert.Equal(["mean-reversion", "moving-average-crossover", "passive-quoting"], StrategyCatalog.BuiltInNames);
        Assert.IsType<MeanReversion>(Create(Config(), "mean-reversion"));
        Assert.IsType<MovingAverageCrossover>(Create(Config(), "moving-average-crossover"));
        Assert.IsType<PassiveQuoting>(Create(Config(), "passive-quoting"));
    }

    [Fact]
    public void A_class_of_a_configured_assembly_is_created_and_its_digest_known()
    {
        var catalog = new StrategyCatalog();
        var config = Config($"assembly={Example}");
        var strategy = catalog.Create("ExampleStrategy.Breakout", config.Section("strategies.mine"));
        Assert.Equal("ExampleStrategy.Breakout", strategy.GetType().FullName);
        var loaded = Assert.Single(catalog.Loaded);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Example))), loaded.Sha256);
    }

    [Fact]
    public void Pinning_puts_the_digest_into_the_configuration_and_a_changed_file_is_refused()
    {
        var config = Config($"assembly={Example}");
        StrategyCatalog.Pin(config);
        Assert.Contains("strategies.mine.assemblySha256=" + StrategyAssembly.HashOf("key", Example), config.ToText(),
            StringComparison.Ordinal);
        Assert.Equal("ExampleStrategy.Breakout", Create(config, "ExampleStrategy.Breakout").GetType().FullName);

        config.Set("strategies.mine.assemblySha256", new string('0', 64));
        var error = Assert.Throws<ConfigException>(() => Create(config, "ExampleStrategy.Breakout"));
        Assert.Contains("strategies.mine.assembly", error.Message, StringComparison.Ordinal);
        Assert.Contains(new string('0', 64), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_names_there_are()
    {
        var error = Assert.Throws<ConfigException>(() => Create(Config(), "mean-reversal"));
        Assert.Contains("'strategies.mine.type' is 'mean-reversal'", error.Message, StringComparison.Ordinal);
        Assert.Contains("mean-reversion", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_class_is_answered_with_the_classes_there_are()
    {
        var error = Assert.Throws<ConfigException>(() => Create(Config($"assembly={Example}"), "Breakout"));
        Assert.Contains("ExampleStrategy.Breakout", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/no/such/folder/strategy.dll")]
    [InlineData("/")]
    public void A_file_that_cannot_be_read_is_named(string path)
    {
        var error = Assert.Throws<ConfigException>(() => Create(Config($"assembly={path}"), "X"));
        Assert.Contains($"'strategies.mine.assembly' is '{path}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_assembly_is_named()
    {
        var path = Path.Combine(RepositoryRoot, "LICENSE");
        var error = Assert.Throws<ConfigException>(() => Create(Config($"assembly={path}"), "X"));
        Assert.Contains("no .NET assembly", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_assembly_is_refused_with_all_that_is_wrong()
    {
        var error = Assert.Throws<StrategyAssemblyException>(
            () => Create(Config($"assembly={Bad}"), "BadStrategies.ReadsClock"));
        Assert.Contains("strategies.mine.assembly", error.Message, StringComparison.Ordinal);
        Assert.Contains("BadStrategies.ReadsClock.OnStart", error.Message, StringComparison.Ordinal);
        Assert.True(error.Violations.Count >= 30, $"only {error.Violations.Count} violations");
    }

    private static string RepositoryRoot => Architecture.RepositoryFiles.Root;
}
