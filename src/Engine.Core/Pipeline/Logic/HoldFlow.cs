using Engine.Core.Events;
using Engine.Core.Risk;

namespace Engine.Core.Pipeline.Logic;

/// <summary>Holds: who may trade what. Placed and released by command and by the engine, always on record.</summary>
internal sealed class HoldFlow
{
    private readonly LogicParts _parts;

    public HoldFlow(LogicParts parts) => _parts = parts;

    public void OnHoldCommanded(GroupWriter group, in EngineEvent e)
    {
        var hold = new HoldPayload
        {
            Scope = e.Command.Scope,
            HoldKind = e.Command.HoldKind,
            Permission = e.Command.Permission,
            ScopeId = e.Command.ScopeId,
            Who = e.Command.Operator,
            Why = e.Command.Reason,
        };
        Place(group, in hold, e.TimestampNs);
    }

    /// <summary>With a hold id: releases that hold. Without: releases the operator's own holds of the scope.</summary>
    public void OnReleaseCommanded(GroupWriter group, in EngineEvent e)
    {
        if (e.Command.TargetId != 0)
        {
            var code = _parts.Holds.Release(e.Command.TargetId, out var one);
            if (code == HoldCode.Done)
                Released(group, in one, in e);
            else
                _parts.RefuseInput(group, (int)code);
            return;
        }
        while (group.Remaining > StrategyFlow.ReservedRecords
            && _parts.Holds.TryResumeNext(e.Command.Scope, e.Command.ScopeId, out var released))
        {
            Released(group, in released, in e);
        }
    }

    public void Place(GroupWriter group, in HoldPayload hold, long nowNs)
    {
        var code = _parts.Holds.Place(in hold, group.LastSequence + 1, nowNs, out var holdId);
        if (code == HoldCode.AlreadyPlaced) return;
        if (code == HoldCode.TableFull)
        {
            throw new InvalidOperationException(
                "No room for another hold: raise limits.holdsMax. Trading cannot go on without it.");
        }
        if (code != HoldCode.Done)
        {
            _parts.RefuseInput(group, (int)code);
            return;
        }
        ref var record = ref group.Append(EventKind.HoldPlaced, InstrumentOf(in hold), StrategyOf(in hold)).Hold;
        record = hold;
        record.HoldId = holdId;
    }

    private static void Released(GroupWriter group, in HoldState hold, in EngineEvent command)
    {
        var payload = new HoldPayload
        {
            HoldId = hold.HoldId,
            Scope = hold.Scope,
            HoldKind = hold.Kind,
            Permission = hold.Permission,
            ScopeId = hold.ScopeId,
            ReasonCode = hold.ReasonCode,
            Who = command.Command.Operator,
            Why = command.Command.Reason,
        };
        group.Append(EventKind.HoldReleased, InstrumentOf(in payload), StrategyOf(in payload)).Hold = payload;
    }

    private static int InstrumentOf(in HoldPayload hold) => hold.Scope == HoldScope.Instrument ? hold.ScopeId : -1;

    private static int StrategyOf(in HoldPayload hold) => hold.Scope == HoldScope.Strategy ? hold.ScopeId : 0;
}
