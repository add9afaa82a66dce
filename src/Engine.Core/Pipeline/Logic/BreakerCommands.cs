using Engine.Core.Breakers;
using Engine.Core.Events;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// An operator trips and resets breakers. What a command would be answered with is decided once, here.
/// </summary>
internal sealed class BreakerCommands
{
    private readonly LogicParts _parts;
    private readonly BreakerTrips _trips;

    public BreakerCommands(LogicParts parts, BreakerTrips trips)
    {
        _parts = parts;
        _trips = trips;
    }

    public CommandCode Trip(
        GroupWriter group, in EngineEvent input, in CommandIdentityPayload identity, ref CommandAnswerPayload answer)
    {
        ref readonly var command = ref input.BreakerCommand;
        var code = JudgeTrip(in command, ref answer);
        if (code != CommandCode.Done) return code;

        answer.OrdersAffected = _trips.Trip(
            group, command.Breaker, command.Scope, command.ScopeId, in identity.Principal, isCommanded: true,
            input.TimestampNs);
        answer.HoldId = StateOf(in command).HoldId;
        return CommandCode.Done;
    }

    public CommandCode Reset(
        GroupWriter group, in EngineEvent input, in CommandIdentityPayload identity, ref CommandAnswerPayload answer)
    {
        ref readonly var command = ref input.BreakerCommand;
        var code = JudgeReset(in command, input.TimestampNs, ref answer);
        if (code != CommandCode.Done) return code;

        _trips.Reset(
            group, command.Breaker, command.Scope, command.ScopeId, in identity.Principal,
            command.SetsBaseline != 0, input.TimestampNs);
        return CommandCode.Done;
    }

    /// <summary>What a trip would be answered with; changes nothing.</summary>
    public CommandCode JudgeTrip(in BreakerCommandPayload command, ref CommandAnswerPayload answer)
    {
        var code = JudgeScope(in command);
        if (code != CommandCode.Done) return code;
        ref readonly var state = ref StateOf(in command);
        if (state.IsTripped)
        {
            answer.HoldId = state.HoldId;
            return CommandCode.AlreadyInForce;
        }
        var freeMin = command.Scope == HoldScope.Account ? 1 : CommandActions.HoldSlotsReserved;
        if (_parts.Holds.Capacity - _parts.Holds.Count < freeMin) return CommandCode.HoldsFull;
        answer.HoldsPlaced = 1;
        return CommandCode.Done;
    }

    /// <summary>What a reset would be answered with; changes nothing.</summary>
    public CommandCode JudgeReset(in BreakerCommandPayload command, long nowNs, ref CommandAnswerPayload answer)
    {
        var code = JudgeScope(in command);
        if (code != CommandCode.Done) return code;
        ref readonly var state = ref StateOf(in command);
        if (!state.IsTripped) return CommandCode.NothingToDo;

        var settings = _parts.Breakers.SettingsOf(command.Breaker);
        var hasBaseline = settings.Definition.HasBaseline && settings.Definition.Scope == command.Scope;
        if (command.SetsBaseline != 0 && !hasBaseline) return CommandCode.BaselineUnsupported;
        if (nowNs < state.ResettableNs)
        {
            answer.Detail = state.ResettableNs;
            return CommandCode.BreakerCoolingDown;
        }
        var measure = _parts.BreakerMeasures.Of(
            command.Breaker, command.Scope, command.ScopeId, nowNs, out var sample);
        if (command.SetsBaseline == 0 && settings.Exceeds(measure, sample))
        {
            answer.Detail = measure;
            return CommandCode.BreakerStillExceeded;
        }
        answer.HoldId = state.HoldId;
        answer.HoldsReleased = _parts.Breakers.TrippedOf(state.HoldId) > 1 ? 0 : 1;
        return CommandCode.Done;
    }

    private ref readonly BreakerState StateOf(in BreakerCommandPayload command) =>
        ref _parts.Breakers.StateOf(command.Breaker, command.Scope, command.ScopeId);

    private CommandCode JudgeScope(in BreakerCommandPayload command)
    {
        if (!BreakerTable.IsOfScope(command.Breaker, command.Scope)) return CommandCode.UnknownBreaker;
        var isKnown = command.Scope switch
        {
            HoldScope.Account => command.ScopeId == 0,
            HoldScope.Strategy => command.ScopeId >= 1 && command.ScopeId <= _parts.Strategies.Hosts.Count,
            _ => _parts.Market.View.IsDefined(command.ScopeId),
        };
        return isKnown ? CommandCode.Done : CommandCode.UnknownScope;
    }
}
