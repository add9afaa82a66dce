using Grpc.AspNetCore.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Engine.Rpc.Server;

internal sealed class GrpcServerBuilder(IServiceCollection services) : IGrpcServerBuilder
{
    public IServiceCollection Services { get; } = services;
}
