using Engine.Core.Control;
using Engine.Core.Events;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// What a command would come to, for the dry run and for the command itself, so that one says what the other does.
/// Changes nothing.
/// </summary>
internal sealed class CommandJudgements(LogicParts parts)
{
    private static readonly AsciiText32 FlattenReason = AsciiText32.From("flatten");

    public CommandCode OfRelease(int holdId, OperatorRole role)
    {
        if (!parts.Holds.TryFind(holdId, out var hold)) return CommandCode.UnknownHold;
        if (!CommandTable.IsReleasable(hold.Kind)) return CommandCode.HoldNotReleasable;
        return CommandTable.CanRelease(role, hold.Kind) ? CommandCode.Done : CommandCode.RoleNotAllowed;
    }

    /// <summary>The cancel of one order.</summary>
    /// <param name="isOver">It works no more; what the engine may still hold for it is given up.</param>
    public CommandCode OfCancel(long orderId, ref CommandAnswerPayload answer, out bool isOver)
    {
        ref readonly var order = ref parts.Orders.Find(orderId, out var isFound);
        isOver = isFound && !order.IsWorking;
        if (!isFound) return CommandCode.UnknownOrder;

        answer.OrderId = orderId;
        if (isOver && !parts.Protections.CanRelease(orderId, order.InstrumentId)) return CommandCode.NothingToDo;
        if (!isOver && CancelFlow.IsUnderWay(in order)) return CommandCode.AlreadyInForce;
        answer.OrdersAffected = 1;
        return CommandCode.Done;
    }

    /// <param name="hold">Halts the scope, so that nobody opens again what was closed: until an operator
    /// resumes.</param>
    public CommandCode OfFlatten(
        in CancelCommandPayload command, in CommandIdentityPayload identity, out int instrumentId, out HoldPayload hold)
    {
        var isAccount = command.Scope == HoldScope.Account;
        instrumentId = isAccount ? -1 : command.ScopeId;
        hold = new HoldPayload
        {
            Scope = command.Scope,
            ScopeId = command.ScopeId,
            HoldKind = HoldKind.Operator,
            Permission = Permission.Halted,
            Who = identity.Principal,
            Why = FlattenReason,
        };
        if (!isAccount && (command.Scope != HoldScope.Instrument || !parts.Market.View.IsDefined(instrumentId)))
            return CommandCode.UnknownScope;

        ref readonly var control = ref parts.ControlView;
        var isRunning = parts.IsFlattening && control.FlattenStep == FlattenStep.Closing
            && (control.FlattenInstrumentId < 0 || control.FlattenInstrumentId == instrumentId);
        return isRunning ? CommandCode.AlreadyInForce : CommandCode.Done;
    }

    public CommandCode OfStop(in CommandPayload command, ref CommandAnswerPayload answer)
    {
        var mode = command.StopMode;
        ref readonly var state = ref parts.StateView;
        if (!LifecycleFlow.CanStop(mode, state.Mode)) return CommandCode.UnsupportedStopMode;
        if (state.Phase == EnginePhase.Stopping && state.StopMode == mode) return CommandCode.AlreadyInForce;
        if (mode == StopMode.Park && command.AcceptsHeldProtection == 0 && parts.Protections.View.IsAnyOpen)
            return CommandCode.ProtectionHeld;

        answer.OrdersAffected = mode is StopMode.Cancel or StopMode.Flatten ? parts.Orders.OpenCount : 0;
        if (mode == StopMode.Flatten) answer.Detail = parts.Portfolio.View.Account.OpenPositions;
        return CommandCode.Done;
    }
}
