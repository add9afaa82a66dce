using System.Reflection;
using Engine.Core.Config;
using Xunit;

namespace Engine.Core.Tests.Config;

/// <summary>
/// Goal: every limit has a bound that is enforced, and limits that need each other are checked together.
/// </summary>
public sealed class EngineLimitsTests
{
    [Fact]
    public void Defaults_are_valid_and_every_limit_is_in_the_list()
    {
        Assert.Empty(EngineLimits.Default.Validate());
        var limits = typeof(EngineLimits).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.PropertyType == typeof(int)).Select(p => p.Name).Order(StringComparer.Ordinal);
        Assert.Equal(limits, EngineLimits.Bounds.Select(b => b.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_limit_is_refused_outside_its_bounds_and_the_message_has_the_key_as_users_write_it()
    {
        foreach (var (name, _, min, max) in EngineLimits.Bounds)
        {
            foreach (var value in new[] { min - 1L, max + 1L })
            {
                var key = EngineLimits.KeyOf(name);
                var config = CanonicalConfig.Parse($"{key}={value}");
                var error = Assert.Throws<ConfigException>(() => EngineLimits.FromConfig(config.Section("limits")));
                Assert.Contains($"{key} is {value}", error.Message, StringComparison.Ordinal);
                Assert.Contains($"between {min} and {max}", error.Message, StringComparison.Ordinal);
                Assert.Empty(config.UnreadKeys);
            }
        }
    }

    [Theory]
    [InlineData("outboundRingSlots=3000", "power of two")]
    [InlineData("laneSlots=1000", "power of two")]
    [InlineData("groupEventsMax=4096;outboundRingSlots=16384", "an eighth")]
    [InlineData("groupEventsMax=192;intentsPerCallbackMax=128", "at most 127")]
    [InlineData("ordersRetained=1024;openOrdersMax=1024", "at most 960")]
    public void Limits_that_do_not_go_together_are_refused(string settings, string remedy)
    {
        var text = string.Concat(settings.Split(';').Select(s => $"limits.{s}\n"));
        var error = Assert.Throws<ConfigException>(
            () => EngineLimits.FromConfig(CanonicalConfig.Parse(text).Section("limits")));
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }
}
