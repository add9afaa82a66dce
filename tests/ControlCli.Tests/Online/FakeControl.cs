using Google.Protobuf;
using Grpc.Core;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Tests.Online;

/// <summary>The commands of <see cref="FakeEngine"/>: noted, then answered as told.</summary>
internal sealed class FakeControl(FakeEngine engine) : V1.Control.ControlBase
{
    public override Task<V1.CommandReply> Pause(V1.PauseRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> Resume(V1.ResumeRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> Halt(V1.HaltRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> Flatten(V1.FlattenRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> Cancel(V1.CancelRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> SubmitOrder(V1.SubmitOrderRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> ResolveOrder(V1.ResolveOrderRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> AdoptOrder(V1.AdoptOrderRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> AttributeExecution(
        V1.AttributeExecutionRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> ReleaseHold(V1.ReleaseHoldRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> ApplyLimits(V1.ApplyLimitsRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> AcceptLimits(V1.AcceptLimitsRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> MoveCash(V1.MoveCashRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> SetSizeFactor(V1.SetSizeFactorRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> TripBreaker(V1.TripBreakerRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> ResetBreaker(V1.ResetBreakerRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> Reconcile(V1.ReconcileRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> AdoptPosition(V1.AdoptPositionRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> TakeSnapshot(V1.TakeSnapshotRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> Arm(V1.ArmRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> Disarm(V1.DisarmRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> RotateJournal(V1.RotateJournalRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> SetLogLevel(V1.SetLogLevelRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.CommandReply> Approve(V1.ApproveRequest request, ServerCallContext context) =>
        Answer(request, context);

    public override Task<V1.LimitsPlan> PlanLimits(V1.PlanLimitsRequest request, ServerCallContext context)
    {
        engine.Requests.Enqueue(request);
        return Task.FromResult(engine.Plan);
    }

    public override async Task Shutdown(
        V1.ShutdownRequest request, IServerStreamWriter<V1.ShutdownProgress> responseStream, ServerCallContext context)
    {
        await Answer(request, context);
        foreach (var step in engine.Steps) await responseStream.WriteAsync(step);
        if (engine.HangsInShutdown) await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }

    private Task<V1.CommandReply> Answer(IMessage request, ServerCallContext context)
    {
        engine.Admit(context);
        engine.Requests.Enqueue(request);
        return engine.Failure is { } failure ? throw failure : Task.FromResult(engine.Reply);
    }
}
