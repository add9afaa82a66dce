using Engine.Core;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Grpc.Access;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>
/// The answer to a dry run: what the follower's model says the command would do now. Nothing is journaled, and no key
/// is used up.
/// </summary>
internal sealed class DryRun(TradingEngine engine, ScopeNames names)
{
    /// <exception cref="global::Grpc.Core.RpcException">The command would be refused, with the code it would be
    /// refused with.</exception>
    public async Task<Wire.CommandReply> AnswerAsync(
        CommandDraft draft, CommandIssuer issuer, Caller caller, CancellationToken cancellation)
    {
        var preview = await engine.Control.PreviewAsync(draft.For(issuer)).WaitAsync(cancellation)
            .ConfigureAwait(false);
        var result = preview.Result;
        if (result.Code < 0) throw Refusal.Of(in result);

        var reply = new Wire.CommandReply
        {
            Code = (int)result.Code,
            CodeName = result.Code.ToString(),
            IsRepeat = result.IsRepeat != 0,
            Permission = WireValues.Of(result.Permission),
            OrdersAffected = result.OrdersAffected,
        };
        reply.Holds.AddRange(HoldsAfter(draft, in result, caller).Select(hold => WireValues.Of(hold, names)));
        reply.Effects.AddRange(preview.Does);
        reply.DoesNot.AddRange(preview.DoesNot);
        return reply;
    }

    private List<HoldInForce> HoldsAfter(CommandDraft draft, in CommandAnswerPayload result, Caller caller)
    {
        var holds = engine.Board.Status?.Holds.ToList() ?? [];
        if (result.IsRepeat != 0) return holds;

        if (draft.Verb == OperatorVerb.Resume)
        {
            holds.RemoveAll(hold => hold.Kind == HoldKind.Operator && hold.Scope == draft.Scope
                && hold.ScopeId == draft.ScopeId);
        }
        if (draft.Verb == OperatorVerb.Release) holds.RemoveAll(hold => hold.HoldId == draft.HoldId);
        if (draft.Verb == OperatorVerb.Arm) holds.RemoveAll(hold => hold.Kind == HoldKind.UnapprovedBuild);
        if (result.HoldsPlaced > 0 && draft.Verb == OperatorVerb.Disarm)
            holds.Add(Placed(draft, HoldKind.UnapprovedBuild, Permission.ReadOnly, caller));
        if (result.HoldsPlaced > 0 && draft.Verb is OperatorVerb.Pause or OperatorVerb.Halt or OperatorVerb.Flatten)
        {
            var permission = draft.Verb == OperatorVerb.Pause ? Permission.Reducing : Permission.Halted;
            holds.Add(Placed(draft, HoldKind.Operator, permission, caller));
        }
        if (result.HoldsPlaced > 0 && draft.Verb == OperatorVerb.TripBreaker)
            holds.Add(Placed(draft, HoldKind.Breaker, result.Permission, caller));
        if (result.HoldsReleased > 0 && draft.Verb == OperatorVerb.ResetBreaker)
        {
            var released = result.HoldId;
            holds.RemoveAll(hold => hold.HoldId == released);
        }
        return holds;
    }

    private HoldInForce Placed(CommandDraft draft, HoldKind kind, Permission permission, Caller caller) => new(
        HoldId: 0, draft.Scope, draft.ScopeId, kind, permission, caller.Principal, "(dry run)", Sequence: 0,
        PlacedTimeNs: engine.Board.Status?.EngineTimeNs ?? 0);
}
