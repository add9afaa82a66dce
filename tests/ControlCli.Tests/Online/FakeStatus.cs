using Grpc.Core;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Tests.Online;

/// <summary>The questions of <see cref="FakeEngine"/>.</summary>
internal sealed class FakeStatus(FakeEngine engine) : V1.Status.StatusBase
{
    public override Task<V1.EngineStatus> GetStatus(V1.GetStatusRequest request, ServerCallContext context)
    {
        engine.Admit(context);
        return Task.FromResult(engine.Next.TryDequeue(out var next) ? next : engine.Status);
    }

    public override async Task WatchStatus(
        V1.WatchStatusRequest request, IServerStreamWriter<V1.EngineStatus> responseStream, ServerCallContext context)
    {
        engine.Requests.Enqueue(request);
        await foreach (var status in engine.Watched.Reader.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(status);
    }

    public override Task<V1.OrderList> ListOrders(V1.ListOrdersRequest request, ServerCallContext context)
    {
        engine.Requests.Enqueue(request);
        return Task.FromResult(engine.Orders);
    }

    public override Task<V1.PositionList> ListPositions(V1.ListPositionsRequest request, ServerCallContext context)
    {
        engine.Requests.Enqueue(request);
        return Task.FromResult(engine.Positions);
    }

    public override Task<V1.ApprovalList> ListApprovals(V1.ListApprovalsRequest request, ServerCallContext context)
    {
        engine.Admit(context);
        return Task.FromResult(engine.Approvals);
    }

    public override Task<V1.LimitList> GetLimits(V1.GetLimitsRequest request, ServerCallContext context) =>
        Task.FromResult(engine.Limits);

    public override async Task WatchLatency(
        V1.WatchLatencyRequest request, IServerStreamWriter<V1.LatencyReport> responseStream,
        ServerCallContext context)
    {
        engine.Requests.Enqueue(request);
        for (var i = 1; !context.CancellationToken.IsCancellationRequested; i++)
            await responseStream.WriteAsync(Pictures.Latency(i));
    }

    public override async Task WatchInternals(
        V1.WatchInternalsRequest request, IServerStreamWriter<V1.EngineInternals> responseStream,
        ServerCallContext context)
    {
        engine.Requests.Enqueue(request);
        for (var i = 1; !context.CancellationToken.IsCancellationRequested; i++)
            await responseStream.WriteAsync(Pictures.Internals(i));
    }

    public override Task<V1.ReconciliationReport> GetReconciliation(
        V1.GetReconciliationRequest request, ServerCallContext context) => Task.FromResult(engine.Reconciliation);

    public override Task<V1.Ladder> GetLadder(V1.GetLadderRequest request, ServerCallContext context) =>
        Task.FromResult(engine.Ladder);

    public override Task<V1.Version> GetVersion(V1.GetVersionRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.Version
        {
            Build = engine.Status.Build,
            Runtime = ".NET 10",
            Mode = engine.Status.Mode,
            Account = engine.Status.Account,
        });
}
