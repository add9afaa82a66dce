using System.Runtime.InteropServices;
using Engine.Core.Replay;
using Grpc.Core;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>What the engine is doing, from the follower: readers cost logic and journal nothing.</summary>
internal sealed class StatusService(
    EngineIdentity identity, StatusPictures pictures, DetailPictures details, LimitPlans limits,
    StatusBoard board, WaitingCommands waiting, MachinePictures machine)
    : Wire.Status.StatusBase
{
    private const string ExitPrefix = "exit ";

    public override Task<Wire.EngineStatus> GetStatus(Wire.GetStatusRequest request, ServerCallContext context) =>
        Task.FromResult(pictures.Latest() ?? throw NotYet());

    public override Task WatchStatus(
        Wire.WatchStatusRequest request, IServerStreamWriter<Wire.EngineStatus> responseStream,
        ServerCallContext context) =>
        Watch.RunAsync(
            Watch.IntervalOf(request.IntervalMs), responseStream, () => ValueTask.FromResult(pictures.Latest()),
            (sent, picture) => sent.Equals(picture), context.CancellationToken);

    public override async Task<Wire.OrderList> ListOrders(Wire.ListOrdersRequest request, ServerCallContext context)
    {
        Check(request, "");
        var rendered = await details.FreshAsync(request.IncludeClosed, context.CancellationToken).ConfigureAwait(false);
        return rendered.Orders(request, DetailPicture.OrdersMax);
    }

    public override Task WatchOrders(
        Wire.WatchOrdersRequest request, IServerStreamWriter<Wire.OrderList> responseStream, ServerCallContext context)
    {
        var filter = request.Filter ?? new Wire.ListOrdersRequest();
        Check(filter, "filter.");
        return Watch.RunAsync(
            Watch.IntervalOf(request.IntervalMs), responseStream,
            async () => (await details.FreshAsync(filter.IncludeClosed, context.CancellationToken)
                .ConfigureAwait(false)).Orders(filter, ControlLimits.WatchedOrdersMax),
            (sent, picture) => sent.IsCut == picture.IsCut && sent.Orders.Equals(picture.Orders),
            context.CancellationToken);
    }

    public override async Task<Wire.PositionList> ListPositions(
        Wire.ListPositionsRequest request, ServerCallContext context) =>
        (await details.FreshAsync(withClosed: false, context.CancellationToken).ConfigureAwait(false))
        .Positions(request.IncludeFlat);

    public override Task<Wire.LimitList> GetLimits(Wire.GetLimitsRequest request, ServerCallContext context)
    {
        var reply = new Wire.LimitList { Sequence = pictures.Latest()?.Sequence ?? 0 };
        reply.Lines.AddRange(limits.InForce());
        return Task.FromResult(reply);
    }

    public override Task<Wire.ApprovalList> ListApprovals(
        Wire.ListApprovalsRequest request, ServerCallContext context) => Task.FromResult(waiting.List());

    public override Task<Wire.ReconciliationReport> GetReconciliation(
        Wire.GetReconciliationRequest request, ServerCallContext context) =>
        Task.FromResult(ReconciliationReports.Of(board.Status ?? throw NotYet(), board.Instruments));

    public override Task<Wire.Ladder> GetLadder(Wire.GetLadderRequest request, ServerCallContext context) =>
        Task.FromResult(pictures.Ladder() ?? throw NotYet());

    public override Task<Wire.ExplainReply> Explain(Wire.ExplainRequest request, ServerCallContext context)
    {
        var isExit = request.Code.StartsWith(ExitPrefix, StringComparison.OrdinalIgnoreCase);
        var wanted = (isExit ? request.Code[ExitPrefix.Length..] : request.Code).Trim();
        var found = CodeCatalog.Find(wanted)
            .Where(code => !isExit || code.Family is CodeCatalog.EngineExit or CodeCatalog.ControlExit).ToArray();
        if (found.Length == 0)
        {
            throw new RpcException(new Status(StatusCode.NotFound,
                "The engine has no such code; give a name such as MaxPosition, a number such as -102, or 'exit 5'."));
        }
        var reply = new Wire.ExplainReply();
        reply.Entries.AddRange(found.Select(code => new Wire.ExplainReply.Types.Entry
        {
            Family = code.Family,
            Number = code.Number,
            Name = code.Name,
            Meaning = code.Meaning,
            Remedy = code.Remedy,
        }));
        return Task.FromResult(reply);
    }

    public override Task<Wire.Version> GetVersion(Wire.GetVersionRequest request, ServerCallContext context) =>
        Task.FromResult(new Wire.Version
        {
            Build = identity.Build,
            Runtime = RuntimeInformation.FrameworkDescription,
            Mode = WireValues.Of(identity.Mode),
            Account = identity.Account,
        });

    public override Task WatchLatency(
        Wire.WatchLatencyRequest request, IServerStreamWriter<Wire.LatencyReport> responseStream,
        ServerCallContext context) =>
        Watch.RunAsync(
            Watch.IntervalOf(request.IntervalMs), responseStream,
            () => ValueTask.FromResult<Wire.LatencyReport?>(machine.Latency()), (_, _) => false,
            context.CancellationToken);

    public override Task<Wire.EngineInternals> GetInternals(
        Wire.GetInternalsRequest request, ServerCallContext context) => Task.FromResult(machine.Internals());

    public override Task WatchInternals(
        Wire.WatchInternalsRequest request, IServerStreamWriter<Wire.EngineInternals> responseStream,
        ServerCallContext context) =>
        Watch.RunAsync(
            Watch.IntervalOf(request.IntervalMs), responseStream,
            () => ValueTask.FromResult<Wire.EngineInternals?>(machine.Internals()), (_, _) => false,
            context.CancellationToken);

    private static void Check(Wire.ListOrdersRequest filter, string prefix)
    {
        foreach (var (name, text) in new[] { ("strategy", filter.Strategy), ("instrument", filter.Instrument) })
        {
            if (text.Length > ControlLimits.NameCharactersMax)
            {
                throw Refusal.Invalid(
                    prefix + name, $"give a name of at most {ControlLimits.NameCharactersMax} characters, or nothing");
            }
        }
    }

    private static RpcException NotYet() => new(new Status(StatusCode.Unavailable,
        "The engine has not published a status yet: it is starting, or it is a backtest, which publishes none. Ask "
        + "again in a moment."));
}
