using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>
/// The holds in force. What may be traded is the most restrictive permission of those that cover it: the account's, the
/// strategy's and the instrument's. Permissions per scope are derived, so asking costs three loads, or one without
/// holds.
/// </summary>
public sealed class HoldTable
{
    private readonly StateTable<HoldState> _holds;
    private readonly StateTable<HoldCountersState> _counters;
    private readonly Permission[] _byStrategy;
    private readonly Permission[] _byInstrument;
    private Permission _account = Permission.Active;
    private int _count;
    private int _version;

    public HoldTable(StateRegistry registry, EngineLimits limits)
    {
        _holds = registry.Add<HoldState>(StateParts.Holds, version: 1, limits.HoldsMax);
        _counters = registry.Add<HoldCountersState>(StateParts.HoldCounters, version: 1, capacity: 1);
        _byStrategy = new Permission[limits.StrategiesMax + 1];
        _byInstrument = new Permission[limits.InstrumentsMax];
        Derive();
        registry.OnRestored(Derive);
    }

    /// <summary>Holds in force.</summary>
    public int Count => _count;

    /// <summary>Rises when holds change; not state, so nothing may be decided by it.</summary>
    public int Version => _version;

    /// <summary>Slots to look through with <see cref="TryReadSlot"/>.</summary>
    public int Capacity => _holds.Capacity;

    /// <summary>The permission of the account as a whole.</summary>
    public Permission AccountPermission => _account;

    /// <summary>The id that the next hold gets.</summary>
    public int NextHoldId => (int)_counters[0].LastHoldId + 1;

    /// <summary>The most restrictive permission of the holds that cover this strategy in this instrument.</summary>
    /// <param name="strategyId">0 if no strategy is meant.</param>
    /// <param name="instrumentId">-1 if no instrument is meant.</param>
    public Permission PermissionFor(int strategyId, int instrumentId)
    {
        if (_count == 0) return Permission.Active;

        var permission = (byte)_account;
        if ((uint)strategyId < (uint)_byStrategy.Length)
            permission = Math.Max(permission, (byte)_byStrategy[strategyId]);
        if ((uint)instrumentId < (uint)_byInstrument.Length)
            permission = Math.Max(permission, (byte)_byInstrument[instrumentId]);
        return (Permission)permission;
    }

    /// <summary>
    /// Places a hold. The id in the payload is not read. An equal one in force is kept as it is and its id returned, so
    /// a cause that repeats itself cannot fill the table.
    /// </summary>
    public HoldCode Place(in HoldPayload hold, long sequence, long nowNs, out int holdId)
    {
        holdId = 0;
        if (!IsScopeKnown(hold.Scope, hold.ScopeId)) return HoldCode.UnknownScope;
        if (hold.HoldKind is HoldKind.None or > HoldKind.Configuration) return HoldCode.InvalidKind;
        if (hold.Permission is <= Permission.Active or > Permission.ReadOnly) return HoldCode.InvalidPermission;

        var free = -1;
        for (var slot = 0; slot < Capacity; slot++)
        {
            ref readonly var other = ref _holds[slot];
            if (other.IsInForce == 0)
            {
                if (free < 0) free = slot;
            }
            else if (IsEqual(in other, in hold))
            {
                holdId = other.HoldId;
                return HoldCode.AlreadyPlaced;
            }
        }
        if (free < 0 || _counters[0].LastHoldId == int.MaxValue) return HoldCode.TableFull;

        holdId = (int)++_counters.Edit(0).LastHoldId;
        ref var state = ref _holds.Edit(free);
        state = default;
        state.HoldId = holdId;
        state.Scope = hold.Scope;
        state.ScopeId = hold.ScopeId;
        state.Kind = hold.HoldKind;
        state.Permission = hold.Permission;
        state.ReasonCode = hold.ReasonCode;
        state.IsInForce = 1;
        state.Who = hold.Who;
        state.Why = hold.Why;
        state.PlacedSequence = sequence;
        state.PlacedTimeNs = nowNs;
        Derive();
        return HoldCode.Done;
    }

    /// <summary>The hold of an id; false if none is in force.</summary>
    public bool TryFind(int holdId, out HoldState hold)
    {
        for (var slot = 0; slot < Capacity; slot++)
        {
            hold = _holds[slot];
            if (hold.IsInForce != 0 && hold.HoldId == holdId) return true;
        }
        hold = default;
        return false;
    }

    /// <summary>True if an equal hold is in force.</summary>
    public bool Has(in HoldPayload hold)
    {
        for (var slot = 0; slot < Capacity; slot++)
            if (_holds[slot].IsInForce != 0 && IsEqual(in _holds[slot], in hold)) return true;
        return false;
    }

    /// <summary>
    /// Releases one hold by its id, of whatever kind: whether the caller may is for the caller to know.
    /// </summary>
    public HoldCode Release(int holdId, out HoldState released)
    {
        released = default;
        for (var slot = 0; slot < Capacity; slot++)
        {
            ref readonly var hold = ref _holds[slot];
            if (hold.IsInForce == 0 || hold.HoldId != holdId) continue;

            released = hold;
            _holds.Edit(slot) = default;
            Derive();
            return HoldCode.Done;
        }
        return HoldCode.UnknownHold;
    }

    /// <summary>
    /// An operator resumes a scope: releases the next hold of the operator's own kind there, lowest id first. Call
    /// until false; then <see cref="PermissionFor"/> and <see cref="TryReadSlot"/> say what remains.
    /// </summary>
    public bool TryResumeNext(HoldScope scope, int scopeId, out HoldState released)
    {
        released = default;
        var holdId = int.MaxValue;
        for (var slot = 0; slot < Capacity; slot++)
        {
            ref readonly var hold = ref _holds[slot];
            var isMeant =
                hold.IsInForce != 0 && hold.Kind == HoldKind.Operator && hold.Scope == scope && hold.ScopeId == scopeId;
            if (isMeant) holdId = Math.Min(holdId, hold.HoldId);
        }
        return holdId != int.MaxValue && Release(holdId, out released) == HoldCode.Done;
    }

    /// <summary>
    /// The hold that decides for this strategy and instrument: the most restrictive, the oldest among equals. False if
    /// nothing is held. For denials, which name it; not for every order.
    /// </summary>
    public bool TryFindDeciding(int strategyId, int instrumentId, out HoldState deciding)
    {
        deciding = default;
        for (var slot = 0; slot < Capacity; slot++)
        {
            ref readonly var hold = ref _holds[slot];
            if (hold.IsInForce == 0 || !Covers(in hold, strategyId, instrumentId)) continue;

            var isStricter = hold.Permission > deciding.Permission
                || (hold.Permission == deciding.Permission && hold.HoldId < deciding.HoldId);
            if (isStricter) deciding = hold;
        }
        return deciding.IsInForce != 0;
    }

    /// <summary>The hold in a slot; false if the slot is free.</summary>
    public bool TryReadSlot(int slot, out HoldState hold)
    {
        hold = _holds[slot];
        return hold.IsInForce != 0;
    }

    private static bool IsEqual(in HoldState left, in HoldPayload right) =>
        left.Scope == right.Scope && left.ScopeId == right.ScopeId && left.Kind == right.HoldKind
        && left.Permission == right.Permission && left.ReasonCode == right.ReasonCode;

    private static bool Covers(in HoldState hold, int strategyId, int instrumentId) => hold.Scope switch
    {
        HoldScope.Account => true,
        HoldScope.Strategy => hold.ScopeId == strategyId,
        HoldScope.Instrument => hold.ScopeId == instrumentId,
        _ => false,
    };

    /// <summary>True if a hold of this scope can be placed.</summary>
    public bool IsScopeKnown(HoldScope scope, int scopeId) => scope switch
    {
        HoldScope.Account => scopeId == 0,
        HoldScope.Strategy => scopeId > 0 && scopeId < _byStrategy.Length,
        HoldScope.Instrument => (uint)scopeId < (uint)_byInstrument.Length,
        _ => false,
    };

    private void Derive()
    {
        _account = Permission.Active;
        _byStrategy.AsSpan().Fill(Permission.Active);
        _byInstrument.AsSpan().Fill(Permission.Active);
        _count = 0;
        _version++;
        for (var slot = 0; slot < Capacity; slot++)
        {
            ref readonly var hold = ref _holds[slot];
            if (hold.IsInForce == 0) continue;

            _count++;
            ref var permission = ref _account;
            if (hold.Scope == HoldScope.Strategy) permission = ref _byStrategy[hold.ScopeId];
            else if (hold.Scope == HoldScope.Instrument) permission = ref _byInstrument[hold.ScopeId];
            permission = (Permission)Math.Max((byte)permission, (byte)hold.Permission);
        }
    }
}
