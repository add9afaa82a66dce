using Engine.Rpc.Hosting;
using Xunit;

namespace Engine.Rpc.Tests.Hosting;

public sealed class RpcOptionsTests
{
    public static TheoryData<string, Action<RpcServerOptions>> OutOfBounds => new()
    {
        { "KeepAlivePingDelay", o => o.KeepAlivePingDelay = TimeSpan.FromMilliseconds(999) },
        { "KeepAlivePingDelay", o => o.KeepAlivePingDelay = TimeSpan.FromHours(2) },
        { "KeepAlivePingTimeout", o => o.KeepAlivePingTimeout = TimeSpan.Zero },
        { "DrainTimeout", o => o.DrainTimeout = TimeSpan.FromSeconds(-1) },
        { "MessageBytes", o => o.MessageBytes = RpcLimits.MessageBytesMax + 1 },
        { "Connections", o => o.Connections = 0 },
        { "CallsPerConnection", o => o.CallsPerConnection = 1 },
        { "StreamsPerConnection", o => o.StreamsPerConnection = o.CallsPerConnection },
        { "StreamsPerServer", o => o.StreamsPerServer = -1 },
    };

    [Theory]
    [MemberData(nameof(OutOfBounds))]
    public void A_setting_out_of_bounds_is_refused_by_name(string name, Action<RpcServerOptions> set)
    {
        var options = new RpcServerOptions();
        options.Validate();
        set(options);

        var error = Assert.Throws<ArgumentOutOfRangeException>(options.Validate);

        Assert.Contains($"RpcServerOptions.{name} must lie between", error.Message, StringComparison.Ordinal);
    }
}
