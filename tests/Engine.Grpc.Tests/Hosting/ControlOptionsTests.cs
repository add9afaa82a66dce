using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Loading;
using Engine.Grpc.Hosting;
using Xunit;

namespace Engine.Grpc.Tests.Hosting;

public sealed class ControlOptionsTests
{
    [Theory]
    [InlineData("off", null)]
    [InlineData("127.0.0.1:5051", "127.0.0.1:5051")]
    [InlineData("127.0.0.9:65535", "127.0.0.9:65535")]
    [InlineData("[::1]:5051", "[::1]:5051")]
    [InlineData("localhost:7", "127.0.0.1:7")]
    [InlineData("0", "127.0.0.1:0")]
    [InlineData("5051", "127.0.0.1:5051")]
    public void An_address_is_an_ip_address_with_a_port_or_a_port_or_off(string text, string? expected) =>
        Assert.Equal(expected, ListenerAddress.Parse("control.grpc", text).EndPoint?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("65536")]
    [InlineData("engine.example:5051")]
    [InlineData("OFF")]
    public void What_is_no_address_is_refused_with_its_setting_and_the_remedy(string text)
    {
        var message = Assert.Throws<ConfigException>(() => ListenerAddress.Parse("control.grpc", text)).Message;
        Assert.StartsWith($"Setting 'control.grpc' is '{text}': give an IP address", message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0:5051")]
    [InlineData("[::]:5051")]
    [InlineData("10.1.2.3:5051")]
    [InlineData("[2001:db8::1]:5051")]
    public void An_address_that_others_reach_is_refused_without_tls_and_credentials(string text)
    {
        foreach (var key in new[] { "control.grpc", "control.http" })
        {
            var config = new CanonicalConfig([new(key, text)]);
            var message = Assert.Throws<ConfigException>(
                () => ControlOptions.FromConfig(config, EngineMode.Paper)).Message;
            Assert.StartsWith($"Setting '{key}' is '{text}': others can reach it without TLS", message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Paper_listens_on_two_ports_and_a_backtest_on_none()
    {
        var paper = ControlOptions.FromConfig(new CanonicalConfig(), EngineMode.Paper);
        Assert.Equal("127.0.0.1:5051", paper.Grpc.EndPoint?.ToString());
        Assert.Equal("127.0.0.1:5052", paper.Http.EndPoint?.ToString());
        var backtest = ControlOptions.FromConfig(new CanonicalConfig(), EngineMode.Backtest);
        Assert.Null(backtest.Grpc.EndPoint);
        Assert.Null(backtest.Http.EndPoint);
    }

    [Fact]
    public void One_port_for_both_is_refused_unless_the_kernel_chooses()
    {
        var same = new CanonicalConfig([new("control.grpc", "5052")]);
        var refused = Assert.Throws<ConfigException>(() => ControlOptions.FromConfig(same, EngineMode.Paper));
        Assert.Contains("'control.http' is '127.0.0.1:5052': control.grpc has the same", refused.Message,
            StringComparison.Ordinal);

        var chosen = new CanonicalConfig([new("control.grpc", "0"), new("control.http", "0")]);
        Assert.Equal(0, ControlOptions.FromConfig(chosen, EngineMode.Paper).Http.EndPoint?.Port);
    }

    [Fact]
    public void Where_the_engine_listens_is_not_journaled()
    {
        var config = new CanonicalConfig(
        [
            new("mode", "backtest"), new("journal.directory", "j"), new("control.grpc", "0"),
        ]);
        ControlOptions.FromConfig(config, EngineMode.Backtest);
        var setup = new EngineSetup(config, new StrategyCatalog(), "build");
        Assert.DoesNotContain("control.grpc", setup.ConfigText, StringComparison.Ordinal);
    }
}
