using Engine.Rpc.Hosting;
using Grpc.Core;
using Grpc.Health.V1;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Engine.Rpc.Services;

/// <summary>The standard health protocol over a <see cref="HealthBoard"/>.</summary>
public sealed class HealthService(HealthBoard board) : Health.HealthBase
{
    /// <inheritdoc/>
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        board.TryGet(request.Service, out ServingStatus status)
            ? Task.FromResult(new HealthCheckResponse { Status = status })
            : throw new RpcException(new Status(
                StatusCode.NotFound, $"No health is known of service '{request.Service}'; List names those that are."));

    /// <inheritdoc/>
    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using HealthBoard.Watcher watcher = board.Watch(request.Service, RpcLimits.HealthWatchers)
            ?? throw new RpcException(new Status(
                StatusCode.ResourceExhausted, $"{RpcLimits.HealthWatchers} clients watch already (HealthWatchers)."));
        ServingStatus? sent = null;
        while (true)
        {
            ServingStatus status = await watcher.Changes.ReadAsync(context.CancellationToken).ConfigureAwait(false);
            if (status != sent)
            {
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status }).ConfigureAwait(false);
                sent = status;
            }
        }
    }

    /// <inheritdoc/>
    public override Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        IReadOnlyList<KeyValuePair<string, ServingStatus>> all = board.All();
        if (all.Count > RpcLimits.HealthServicesListed)
        {
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted,
                $"{all.Count} services are more than one answer takes ({RpcLimits.HealthServicesListed}); ask one"
                    + " by one."));
        }

        var response = new HealthListResponse();
        foreach ((string service, ServingStatus status) in all)
        {
            response.Statuses.Add(service, new HealthCheckResponse { Status = status });
        }

        return Task.FromResult(response);
    }
}
