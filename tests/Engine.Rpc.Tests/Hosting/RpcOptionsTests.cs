using Engine.Rpc.Hosting;
using Grpc.AspNetCore.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
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

    [Theory]
    [InlineData(null, 7)]
    [InlineData(60, 60)]
    public void A_time_to_shut_down_that_the_program_has_chosen_is_kept(int? chosenSeconds, int expectedSeconds)
    {
        var services = new ServiceCollection();
        if (chosenSeconds is int seconds)
        {
            services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(seconds));
        }

        services.AddRpcServer(options => options.DrainTimeout = TimeSpan.FromSeconds(7));
        using var provider = services.BuildServiceProvider();

        var host = provider.GetRequiredService<IOptions<HostOptions>>().Value;
        Assert.Equal(TimeSpan.FromSeconds(expectedSeconds), host.ShutdownTimeout);
    }

    [Fact]
    public void Calls_are_counted_once_and_outside_all_other_interceptors()
    {
        var services = new ServiceCollection();
        services.AddGrpc(grpc => grpc.Interceptors.Add<DefaultDeadlineInterceptor>());
        services.AddRpcServer();
        services.AddRpcServer();
        using var provider = services.BuildServiceProvider();

        var interceptors = provider.GetRequiredService<IOptions<GrpcServiceOptions>>().Value.Interceptors;

        Assert.Equal(
            [typeof(RpcCallsInterceptor), typeof(DefaultDeadlineInterceptor)],
            interceptors.Select(interceptor => interceptor.Type));
    }
}
