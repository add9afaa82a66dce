using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Grpc.Access;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>
/// The answer to a dry run: what the command would do to the latest picture of the engine, by the table that the logic
/// decides with. Nothing reaches the engine.
/// </summary>
internal sealed class CommandPreview(StatusBoard board, ScopeNames names)
{
    /// <exception cref="global::Grpc.Core.RpcException">The command would be refused, with the code it would be
    /// refused with.</exception>
    public Wire.CommandReply Of(CommandDraft draft, Caller caller)
    {
        var status = board.Status ?? throw Refusal.Of(new EngineNotStartedException());
        var code = CommandTable.Decide(status.Phase, status.Permission, draft.Verb);
        if (code != CommandCode.Done) throw Refusal.Of(code);
        if (!CommandTable.IsAllowed(caller.Role, draft.Verb)) throw Refusal.Of(CommandCode.RoleNotAllowed);

        var after = HoldsAfter(draft, status, caller, out code);
        var reply = new Wire.CommandReply
        {
            Code = (int)code,
            CodeName = code.ToString(),
            Permission = WireValues.Of(PermissionOf(draft, after)),
        };
        reply.Holds.AddRange(after.Select(hold => WireValues.Of(hold, names)));
        reply.Effects.AddRange(CommandTexts.Effects(draft));
        reply.DoesNot.AddRange(CommandTexts.DoesNot(draft));
        return reply;
    }

    private static List<HoldInForce> HoldsAfter(
        CommandDraft draft, EngineStatus status, Caller caller, out CommandCode code)
    {
        var holds = status.Holds.ToList();
        code = CommandCode.Done;
        switch (draft.Verb)
        {
            case OperatorVerb.Pause or OperatorVerb.Halt:
                var permission = draft.Verb == OperatorVerb.Halt ? Permission.Halted : Permission.Reducing;
                if (holds.Exists(hold => IsOwn(hold, draft) && hold.Permission == permission))
                {
                    code = CommandCode.AlreadyInForce;
                    break;
                }
                holds.Add(new HoldInForce(
                    HoldId: 0, draft.Scope, draft.ScopeId, HoldKind.Operator, permission, caller.Principal,
                    "(dry run)", Sequence: 0, status.EngineTimeNs));
                break;
            case OperatorVerb.Resume:
                if (holds.RemoveAll(hold => IsOwn(hold, draft)) == 0) code = CommandCode.NothingToDo;
                break;
            case OperatorVerb.Release:
                if (holds.RemoveAll(hold => hold.HoldId == draft.HoldId) == 0)
                    throw Refusal.Of(CommandCode.UnknownHold);
                break;
            case OperatorVerb.Stop when draft.StopMode == StopMode.Flatten:
                throw Refusal.Of(CommandCode.UnsupportedStopMode);
            case OperatorVerb.Cancel when draft.Scope == HoldScope.Account && status.OpenOrders == 0:
                code = CommandCode.NothingToDo;
                break;
        }
        return holds;
    }

    private static bool IsOwn(HoldInForce hold, CommandDraft draft) =>
        hold.Kind == HoldKind.Operator && hold.Scope == draft.Scope && hold.ScopeId == draft.ScopeId;

    // The strictest of the holds that cover the scope of the command.
    private static Permission PermissionOf(CommandDraft draft, List<HoldInForce> holds) =>
        holds.Where(hold => hold.Scope == HoldScope.Account
                || (hold.Scope == draft.Scope && hold.ScopeId == draft.ScopeId))
            .Select(hold => hold.Permission).Append(Permission.Active).Max();
}
