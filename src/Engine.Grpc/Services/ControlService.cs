using Engine.Core;
using Engine.Core.Breakers;
using Engine.Core.Control;
using Engine.Core.Events;
using Grpc.Core;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>Commands of operators: each is an event in the journal before it is answered.</summary>
internal sealed class ControlService(
    TradingEngine engine, CommandDesk desk, ScopeNames names, OrderDrafts orders,
    AdoptionDrafts adoptions, LimitPlans limits,
    ShutdownStreams shutdowns, WaitingCommands waiting) : Wire.Control.ControlBase
{
    public override Task<Wire.CommandReply> Pause(Wire.PauseRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => OfScope(OperatorVerb.Pause, request.Scope));

    public override Task<Wire.CommandReply> Resume(Wire.ResumeRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => OfScope(OperatorVerb.Resume, request.Scope));

    public override Task<Wire.CommandReply> Halt(Wire.HaltRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => OfScope(OperatorVerb.Halt, request.Scope) with
        {
            CancelPolicy = request.Cancel switch
            {
                Wire.CancelPolicy.Unspecified or Wire.CancelPolicy.Opening => CancelPolicy.Opening,
                Wire.CancelPolicy.All => CancelPolicy.All,
                Wire.CancelPolicy.Keep => CancelPolicy.Keep,
                _ => throw Refusal.Invalid("cancel", "unknown; give opening, all or keep"),
            },
        });

    public override Task<Wire.CommandReply> Cancel(Wire.CancelRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () =>
        {
            var ofAccount = OfEngine(OperatorVerb.Cancel);
            return request.OrdersCase switch
            {
                Wire.CancelRequest.OrdersOneofCase.OrderId when request.OrderId > 0 =>
                    ofAccount with { OrderId = request.OrderId },
                Wire.CancelRequest.OrdersOneofCase.Mine when request.Mine => ofAccount with { IsMine = true },
                Wire.CancelRequest.OrdersOneofCase.Scope => OfScope(OperatorVerb.Cancel, request.Scope),
                _ => throw Refusal.Invalid(
                    "orders", "give an order_id above 0, mine = true or a scope; nothing is assumed"),
            };
        });

    public override Task<Wire.CommandReply> ReleaseHold(Wire.ReleaseHoldRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => request.HoldId > 0
            ? OfEngine(OperatorVerb.Release) with { HoldId = request.HoldId }
            : throw Refusal.Invalid("hold_id", "give the id of a hold, as the status lists them"));

    public override async Task Shutdown(
        Wire.ShutdownRequest request, IServerStreamWriter<Wire.ShutdownProgress> responseStream,
        ServerCallContext context)
    {
        shutdowns.Enter(context);
        var reply = await desk.AnswerAsync(request.Head, context, () => Stop(request)).ConfigureAwait(false);
        if (request.Head.DryRun)
        {
            await ShutdownStreams.WriteDryRunAsync(reply, responseStream, context.CancellationToken)
                .ConfigureAwait(false);
            return;
        }
        if (reply.Code == (int)CommandCode.AwaitsSecondPerson)
        {
            await ShutdownStreams.WriteWaitingAsync(reply, responseStream, context.CancellationToken)
                .ConfigureAwait(false);
            return;
        }
        if (request.TimeoutMs > 0) engine.ShutdownBoard.OrdersDeadline = TimeSpan.FromMilliseconds(request.TimeoutMs);
        await shutdowns.WriteAsync(responseStream, context.CancellationToken).ConfigureAwait(false);
    }

    public override Task<Wire.CommandReply> Flatten(Wire.FlattenRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () =>
        {
            var draft = OfScope(OperatorVerb.Flatten, request.Scope);
            return draft.Scope != HoldScope.Strategy
                ? draft
                : throw Refusal.Invalid("scope.strategy", "flatten takes the account or an instrument");
        });

    public override Task<Wire.CommandReply> SubmitOrder(Wire.SubmitOrderRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => orders.Draft(request));

    public override Task<Wire.CommandReply> ResolveOrder(
        Wire.ResolveOrderRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => OrderDrafts.Resolution(request));

    public override Task<Wire.CommandReply> AdoptOrder(Wire.AdoptOrderRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => request.VenueOrderId > 0
            ? OfEngine(OperatorVerb.AdoptOrder) with { VenueOrderId = request.VenueOrderId }
            : throw Refusal.Invalid("venue_order_id", "give the venue's id, as the list of foreign orders shows it"));

    public override Task<Wire.CommandReply> AttributeExecution(
        Wire.AttributeExecutionRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () =>
        {
            if (request.OrderId <= 0) throw Refusal.Invalid("order_id", "give the id of an order");
            if (!AsciiText.TryWrite(request.ExecutionId, new byte[AsciiText32.SizeInBytes])
                || request.ExecutionId.Length == 0)
            {
                throw Refusal.Invalid(
                    "execution_id", $"give 1 to {AsciiText32.SizeInBytes} printable ASCII characters");
            }
            return OfEngine(OperatorVerb.AttributeExecution) with
            {
                ExecutionId = request.ExecutionId,
                OrderId = request.OrderId,
            };
        });

    public override Task<Wire.CommandReply> Reconcile(Wire.ReconcileRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => OfEngine(OperatorVerb.Reconcile));

    public override Task<Wire.CommandReply> AdoptPosition(
        Wire.AdoptPositionRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => adoptions.Draft(request));

    public override Task<Wire.CommandReply> TakeSnapshot(
        Wire.TakeSnapshotRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => OfEngine(OperatorVerb.Snapshot));

    public override Task<Wire.LimitsPlan> PlanLimits(Wire.PlanLimitsRequest request, ServerCallContext context) =>
        Task.FromResult(limits.Plan(request));

    public override Task<Wire.CommandReply> ApplyLimits(Wire.ApplyLimitsRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => LimitPlans.Apply(request));

    public override Task<Wire.CommandReply> AcceptLimits(
        Wire.AcceptLimitsRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => OfEngine(OperatorVerb.AcceptLimits));

    public override Task<Wire.CommandReply> MoveCash(Wire.MoveCashRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => CashFlowDrafts.Draft(request));

    public override Task<Wire.CommandReply> TripBreaker(Wire.TripBreakerRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context,
            () => OfBreaker(OperatorVerb.TripBreaker, request.Breaker, request.Scope));

    public override Task<Wire.CommandReply> ResetBreaker(
        Wire.ResetBreakerRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context,
            () => OfBreaker(OperatorVerb.ResetBreaker, request.Breaker, request.Scope) with
            {
                SetsBaseline = request.SetBaseline,
            });

    public override Task<Wire.CommandReply> SetLogLevel(Wire.SetLogLevelRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => OfEngine(OperatorVerb.LogLevel) with
        {
            LogLevel = request.Level is > Wire.LogLevel.Unspecified and <= Wire.LogLevel.Debug
                ? (LogVerbosity)request.Level
                : throw Refusal.Invalid("level", "give error, warning, information or debug; nothing is assumed"),
        });

    public override Task<Wire.CommandReply> Approve(Wire.ApproveRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => waiting.Find(request.Sequence));

    public override Task<Wire.CommandReply> SetSizeFactor(
        Wire.SetSizeFactorRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () =>
        {
            if (!request.HasPerTenThousand || request.PerTenThousand is < 0 or > OperatorCommand.SizeFactorMax)
            {
                throw Refusal.Invalid(
                    "per_ten_thousand", $"give 0 to {OperatorCommand.SizeFactorMax}; nothing is assumed");
            }
            var (_, id) = names.Find(new Wire.Scope { Strategy = request.Strategy }, "");
            return new CommandDraft(OperatorVerb.SetSizeFactor, HoldScope.Strategy, id)
            {
                PerTenThousand = request.PerTenThousand,
            };
        });

    public override Task<Wire.CommandReply> RotateJournal(
        Wire.RotateJournalRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => engine.IsNextSegmentReady
            ? OfEngine(OperatorVerb.Rotate)
            : throw Refusal.NotReady("the next segment of the journal is still being prepared"));

    public override Task<Wire.CommandReply> Arm(Wire.ArmRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => request.Account.Length is > 0 and <= AsciiText32.SizeInBytes
            && request.Account.All(c => c is >= ' ' and <= '~')
                ? OfEngine(OperatorVerb.Arm) with { Account = request.Account }
                : throw Refusal.Invalid("account", "name the account to arm, in 1 to 32 characters of ASCII"));

    public override Task<Wire.CommandReply> Disarm(Wire.DisarmRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request.Head, context, () => OfEngine(OperatorVerb.Disarm));

    private static CommandDraft Stop(Wire.ShutdownRequest request)
    {
        const long timeoutMsMax = EngineOptions.StopDeadlineNsMax / 1_000_000;
        if (request.TimeoutMs is < 0 or > timeoutMsMax)
            throw Refusal.Invalid("timeout_ms", $"give 0 (as configured) to {timeoutMsMax} milliseconds");
        var mode = request.Mode switch
        {
            Wire.ShutdownMode.Drain => StopMode.Drain,
            Wire.ShutdownMode.Cancel => StopMode.Cancel,
            Wire.ShutdownMode.Flatten => StopMode.Flatten,
            Wire.ShutdownMode.Park => StopMode.Park,
            _ => throw Refusal.Invalid("mode", "give drain, cancel, flatten or park; nothing is assumed"),
        };
        return OfEngine(OperatorVerb.Stop) with
        {
            StopMode = mode,
            AcceptsHeldProtection = request.AcceptHeldProtection,
        };
    }

    private static CommandDraft OfEngine(OperatorVerb verb) => new(verb, HoldScope.Account, 0);

    private CommandDraft OfBreaker(OperatorVerb verb, string name, Wire.Scope? scope)
    {
        if (!BreakerTable.TryFind(name, out var breaker))
        {
            var known = string.Join(", ", BreakerTable.All.Select(row => row.Name));
            throw Refusal.Invalid("breaker", $"there is no breaker '{name}'; give one of {known}");
        }
        var draft = scope is null ? OfEngine(verb) : OfScope(verb, scope);
        return draft with { Breaker = breaker.Kind };
    }

    private CommandDraft OfScope(OperatorVerb verb, Wire.Scope? scope)
    {
        var (kind, id) = names.Find(scope, "scope");
        return new CommandDraft(verb, kind, id);
    }
}
