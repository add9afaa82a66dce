using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Risk;

namespace Engine.Core.Pipeline.Logic;

/// <summary>Holds: who may trade what. Placed and released by command and by the engine, always on record.</summary>
internal sealed class HoldFlow
{
    private readonly LogicParts _parts;
    private readonly CancelFlow _cancels;

    public HoldFlow(LogicParts parts, CancelFlow cancels)
    {
        _parts = parts;
        _cancels = cancels;
    }

    public void OnHoldCommanded(GroupWriter group, in EngineEvent e)
    {
        var hold = HoldOf(in e);
        Place(group, in hold, e.TimestampNs);
    }

    /// <summary>The hold that a command asks for.</summary>
    public static HoldPayload HoldOf(in EngineEvent command) => new()
    {
        Scope = command.Command.Scope,
        HoldKind = command.Command.HoldKind,
        Permission = command.Command.Permission,
        ScopeId = command.Command.ScopeId,
        Who = command.Command.Operator,
        Why = command.Command.Reason,
    };

    /// <summary>With a hold id: releases that hold. Without: releases the operator's own holds of the scope.</summary>
    public void OnReleaseCommanded(GroupWriter group, in EngineEvent e)
    {
        if (e.Command.TargetId != 0)
        {
            var code = TryRelease(group, in e);
            if (code != HoldCode.Done) _parts.RefuseInput(group, (int)code);
            return;
        }
        Resume(group, in e);
    }

    /// <summary>Releases the hold that a command names.</summary>
    public HoldCode TryRelease(GroupWriter group, in EngineEvent command)
    {
        var code = _parts.Holds.Release(command.Command.TargetId, out var released);
        if (code == HoldCode.Done) Released(group, in released, in command);
        return code;
    }

    /// <summary>Releases the operator's own holds of a scope; returns how many.</summary>
    public int Resume(GroupWriter group, in EngineEvent command)
    {
        var count = 0;
        while (group.Remaining > StrategyFlow.ReservedRecords
            && _parts.Holds.TryResumeNext(command.Command.Scope, command.Command.ScopeId, out var released))
        {
            Released(group, in released, in command);
            count++;
        }
        return count;
    }

    /// <summary>Releases every hold of a kind; returns how many.</summary>
    public int ReleaseKind(GroupWriter group, HoldKind kind, in AsciiText32 who)
    {
        var count = 0;
        for (var slot = 0; slot < _parts.Holds.Capacity; slot++)
        {
            if (!_parts.Holds.TryReadSlot(slot, out var hold) || hold.Kind != kind) continue;

            _parts.Holds.Release(hold.HoldId, out _);
            var payload = hold.ToPayload();
            payload.Who = who;
            group.Append(EventKind.HoldReleased, InstrumentOf(in payload), StrategyOf(in payload)).Hold = payload;
            count++;
        }
        return count;
    }

    public void Place(GroupWriter group, in HoldPayload hold, long nowNs)
    {
        var code = TryPlace(group, in hold, nowNs, out _);
        if (code == HoldCode.Done) CancelFor(in hold, CancelPolicy.None);
        if (code is HoldCode.Done or HoldCode.AlreadyPlaced) return;
        if (code == HoldCode.TableFull)
        {
            throw new InvalidOperationException(
                "No room for another hold: raise limits.holdsMax. Trading cannot go on without it.");
        }
        _parts.RefuseInput(group, (int)code);
    }

    /// <summary>Places a hold of the engine's own; where there is no room for one more, one of the account.</summary>
    /// <returns>Its id, or that of the equal one that is in force.</returns>
    public int PlaceOrWiden(GroupWriter group, ref HoldPayload hold, long nowNs)
    {
        var code = TryPlace(group, in hold, nowNs, out var holdId);
        if (code == HoldCode.TableFull && hold.Scope != HoldScope.Account)
        {
            hold.Scope = HoldScope.Account;
            hold.ScopeId = 0;
            code = TryPlace(group, in hold, nowNs, out holdId);
        }
        if (code is HoldCode.Done or HoldCode.AlreadyPlaced) return holdId;
        throw new InvalidOperationException(
            $"No room for another hold ({code}): raise limits.holdsMax. Trading cannot go on without it.");
    }

    /// <summary>Releases a hold whose cause is gone.</summary>
    public void ReleaseFor(GroupWriter group, int holdId, in AsciiText32 who)
    {
        if (_parts.Holds.Release(holdId, out var hold) != HoldCode.Done) return;
        var payload = hold.ToPayload();
        payload.Who = who;
        group.Append(EventKind.HoldReleased, InstrumentOf(in payload), StrategyOf(in payload)).Hold = payload;
    }

    /// <summary>Places a hold and puts it on record, or says why not.</summary>
    /// <param name="holdId">Of the new one, or of the equal one that is in force.</param>
    public HoldCode TryPlace(GroupWriter group, in HoldPayload hold, long nowNs, out int holdId)
    {
        var code = _parts.Holds.Place(in hold, group.LastSequence + 1, nowNs, out holdId);
        if (code != HoldCode.Done) return code;

        ref var record = ref group.Append(EventKind.HoldPlaced, InstrumentOf(in hold), StrategyOf(in hold)).Hold;
        record = hold;
        record.HoldId = holdId;
        return code;
    }

    /// <summary>
    /// Marks the orders that a hold does not let go on; returns how many. Where no policy is given, those that could
    /// increase exposure, if the settings say so. Under ReadOnly no cancel may leave either.
    /// </summary>
    public int CancelFor(in HoldPayload hold, CancelPolicy policy)
    {
        if (hold.Permission is not (Permission.Reducing or Permission.Halted)) return 0;

        return SweepFor(policy, _parts.CancelsOnReducing) is { } sweep
            ? _cancels.Mark(hold.Scope, hold.ScopeId, sweep)
            : 0;
    }

    /// <summary>What a hold does to working orders; null if nothing.</summary>
    public static OrderSweep? SweepFor(CancelPolicy policy, bool cancelsOnReducing) => policy switch
    {
        CancelPolicy.Opening => OrderSweep.HaltOpening,
        CancelPolicy.All => OrderSweep.HaltAll,
        CancelPolicy.Keep => OrderSweep.HaltKeep,
        _ => cancelsOnReducing ? OrderSweep.Reducing : null,
    };

    private static void Released(GroupWriter group, in HoldState hold, in EngineEvent command)
    {
        var payload = hold.ToPayload();
        payload.Who = command.Command.Operator;
        payload.Why = command.Command.Reason;
        group.Append(EventKind.HoldReleased, InstrumentOf(in payload), StrategyOf(in payload)).Hold = payload;
    }

    private static int InstrumentOf(in HoldPayload hold) => hold.Scope == HoldScope.Instrument ? hold.ScopeId : -1;

    private static int StrategyOf(in HoldPayload hold) => hold.Scope == HoldScope.Strategy ? hold.ScopeId : 0;
}
