using Engine.Core;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Grpc.Access;
using Engine.Grpc.Hosting;
using Grpc.Core;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>
/// Takes a command from its request to its durable answer: checks the head, gives it to the engine, waits without a
/// thread, and says what came of it.
/// </summary>
internal sealed class CommandDesk(
    TradingEngine engine, EngineIdentity identity, ScopeNames names, EdgeWatch edge)
{
    private readonly CommandHeadCheck _heads = new(identity);
    private readonly DryRun _dryRun = new(engine, names);

    /// <summary>Answers a command, or its dry run.</summary>
    /// <param name="draft">Called when the head has been found good.</param>
    /// <exception cref="RpcException">It was refused, or its answer did not come in time.</exception>
    public async Task<Wire.CommandReply> AnswerAsync(
        Wire.CommandHead? head, ServerCallContext context, Func<CommandDraft> draft)
    {
        var caller = Caller.Of(context);
        var issuer = _heads.Check(head, caller);
        var drafted = draft();
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        wait.CancelAfter(ControlLimits.AnswerWait);
        try
        {
            if (head!.DryRun)
                return await _dryRun.AnswerAsync(drafted, issuer, caller, wait.Token).ConfigureAwait(false);

            var answer = await engine.Control.SubmitAsync(drafted.For(issuer), wait.Token).ConfigureAwait(false);
            edge.Look(engine.Board.Status); // Whoever has his answer finds it carried out.
            return answer.IsRefused ? throw Refusal.Of(answer.Result) : Reply(drafted, answer);
        }
        catch (ControlException exception)
        {
            throw Refusal.Of(exception);
        }
        catch (OperationCanceledException)
        {
            var isLate = !context.CancellationToken.IsCancellationRequested || DateTime.UtcNow >= context.Deadline;
            throw Refusal.Unanswered(isLate ? StatusCode.DeadlineExceeded : StatusCode.Cancelled);
        }
    }

    private Wire.CommandReply Reply(CommandDraft draft, CommandAnswer answer)
    {
        var result = answer.Result;
        var reply = new Wire.CommandReply
        {
            Code = (int)answer.Code,
            CodeName = answer.Code.ToString(),
            Sequence = result.AppliedSequence,
            IsRepeat = answer.IsRepeat,
            Permission = WireValues.Of(result.Permission),
            OrdersAffected = result.OrdersAffected,
        };
        if (result.OrderId != 0) reply.OrderId = result.OrderId;
        reply.Holds.AddRange(answer.Holds.Select(hold => WireValues.Of(hold, names)));
        if (answer.Code == CommandCode.Done) reply.Effects.AddRange(CommandTexts.Effects(draft));
        if (answer.Code == CommandCode.AwaitsSecondPerson)
            reply.Effects.Add(CommandTexts.Awaits(result.AppliedSequence));
        reply.DoesNot.AddRange(CommandTexts.DoesNot(draft, result.Detail));
        return reply;
    }
}
