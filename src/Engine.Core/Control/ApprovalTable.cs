using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Control;

/// <summary>
/// The rule of two persons: a command that needs it is applied when the same is commanded by a second principal within
/// a time. State, so that a restart between the two changes nothing.
/// </summary>
public sealed class ApprovalTable
{
    private const int Slots = 16;

    private readonly StateTable<ApprovalState> _waiting;
    private readonly bool[] _needsTwo = new bool[Enum.GetValues<OperatorVerb>().Length];
    private long _withinNs;

    public ApprovalTable(StateRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _waiting = registry.Add<ApprovalState>(StateParts.Approvals, version: 1, Slots);
    }

    /// <summary>Reads the section <c>control</c>.</summary>
    /// <exception cref="ConfigException">No such command, or one that takes risk away.</exception>
    public void Configure(ConfigSection section)
    {
        const long withinMinNs = 1_000_000_000;
        const long withinMaxNs = 86_400_000_000_000;
        Array.Clear(_needsTwo);
        foreach (var name in section.GetList("twoPerson", ""))
        {
            if (!Enum.TryParse<OperatorVerb>(name, ignoreCase: true, out var verb) || !Enum.IsDefined(verb))
                throw ConfigException.Invalid(section.KeyOf("twoPerson"), name, "give commands, such as flatten");
            if (CommandTable.IsAllowed(OperatorRole.Emergency, verb))
            {
                throw ConfigException.Invalid(
                    section.KeyOf("twoPerson"), name, "what takes risk away must not wait for anybody");
            }
            _needsTwo[(int)verb] = true;
        }
        _withinNs = section.GetDurationNs("twoPersonWithin", withinMinNs, withinMaxNs, "5m");
    }

    /// <summary>Slots; a free one reads as nothing.</summary>
    public int Capacity => _waiting.Capacity;

    /// <summary>What waits in a slot; false if nothing does, or no longer.</summary>
    public bool TryReadSlot(int slot, long nowNs, out ApprovalState waiting)
    {
        waiting = _waiting[slot];
        return nowNs < waiting.UntilNs;
    }

    /// <summary>
    /// Done if it needs nobody else, or another principal has given it before; AwaitsSecondPerson if it is the first
    /// part of two; negative if it was to approve something, and there is nothing that this principal can approve.
    /// </summary>
    public CommandCode Check(OperatorVerb verb, in CommandIdentityPayload identity, long nowNs)
    {
        if (identity.IsApproval == 0 && !_needsTwo[(int)verb]) return CommandCode.Done;
        if (Find(in identity, nowNs, isOther: true) >= 0) return CommandCode.Done;
        if (identity.IsApproval == 0) return CommandCode.AwaitsSecondPerson;
        return Find(in identity, nowNs, isOther: false) >= 0 ? CommandCode.SamePerson : CommandCode.NothingToApprove;
    }

    /// <summary>Takes the first person's part off the table.</summary>
    public void Use(in CommandIdentityPayload identity, long nowNs)
    {
        var slot = Find(in identity, nowNs, isOther: true);
        if (slot >= 0) _waiting.Edit(slot) = default;
    }

    /// <summary>Remembers the first person; the one who has waited longest gives way where there is no room.</summary>
    public void Note(in CommandIdentityPayload identity, long sequence, long nowNs)
    {
        var oldest = 0;
        for (var slot = 0; slot < Slots; slot++)
        {
            if (IsSame(in _waiting[slot], in identity) && IsSamePerson(in _waiting[slot], in identity))
            {
                oldest = slot;
                break;
            }
            if (_waiting[slot].UntilNs < _waiting[oldest].UntilNs) oldest = slot;
        }
        ref var state = ref _waiting.Edit(oldest);
        state.BodyHigh = identity.BodyHigh;
        state.BodyLow = identity.BodyLow;
        state.Principal = identity.Principal;
        state.UntilNs = nowNs + _withinNs;
        state.Sequence = sequence;
    }

    private int Find(in CommandIdentityPayload identity, long nowNs, bool isOther)
    {
        for (var slot = 0; slot < Slots; slot++)
        {
            ref readonly var waiting = ref _waiting[slot];
            if (nowNs < waiting.UntilNs && IsSame(in waiting, in identity)
                && IsSamePerson(in waiting, in identity) != isOther) return slot;
        }
        return -1;
    }

    private static bool IsSame(in ApprovalState waiting, in CommandIdentityPayload identity) =>
        waiting.UntilNs != 0 && waiting.BodyHigh == identity.BodyHigh && waiting.BodyLow == identity.BodyLow;

    private static bool IsSamePerson(in ApprovalState waiting, in CommandIdentityPayload identity)
    {
        ReadOnlySpan<byte> first = waiting.Principal;
        ReadOnlySpan<byte> second = identity.Principal;
        return first.SequenceEqual(second);
    }
}
