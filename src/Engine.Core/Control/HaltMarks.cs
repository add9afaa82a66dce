using Engine.Core.Events;

namespace Engine.Core.Control;

/// <summary>
/// Up to which sequence intents must not be written any more, per scope: published by the logic at the moment it takes
/// a halt, long before that is durable, and read by the gateway before every write. A mark only rises: what was decided
/// after the halt, or after its release, has a higher sequence and is not concerned.
/// </summary>
public sealed class HaltMarks
{
    private readonly Marks _halted;
    private readonly Marks _readOnly;
    private long _version;

    public HaltMarks(EngineLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _halted = new Marks(limits);
        _readOnly = new Marks(limits);
    }

    /// <summary>Rises with every mark.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Publishes a hold that halts; others are passed over. Logic thread only.</summary>
    public void Publish(in HoldPayload hold, long sequence)
    {
        if (hold.Permission is not (Permission.Halted or Permission.ReadOnly)) return;

        _halted.Raise(in hold, sequence);
        if (hold.Permission == Permission.ReadOnly) _readOnly.Raise(in hold, sequence);
        Volatile.Write(ref _version, _version + 1);
    }

    /// <summary>True if the intent must not be written: it was decided before a halt that covers it.</summary>
    public bool Stops(in EngineEvent intent)
    {
        if (Volatile.Read(ref _version) == 0) return false;

        var passesHalt = intent.Kind == EventKind.CancelRequested
            || !CommandTable.KeepsUnwritten(Permission.Halted, intent.Order.Class);
        return intent.Sequence < (passesHalt ? _readOnly : _halted).For(intent.StrategyId, intent.InstrumentId);
    }

    private sealed class Marks(EngineLimits limits)
    {
        private readonly long[] _byStrategy = new long[limits.StrategiesMax + 1];
        private readonly long[] _byInstrument = new long[limits.InstrumentsMax];
        private long _account;

        public void Raise(in HoldPayload hold, long sequence)
        {
            ref var mark = ref _account;
            if (hold.Scope == HoldScope.Strategy) mark = ref _byStrategy[hold.ScopeId];
            else if (hold.Scope == HoldScope.Instrument) mark = ref _byInstrument[hold.ScopeId];
            Volatile.Write(ref mark, sequence);
        }

        public long For(int strategyId, int instrumentId)
        {
            var mark = Volatile.Read(ref _account);
            if ((uint)strategyId < (uint)_byStrategy.Length)
                mark = Math.Max(mark, Volatile.Read(ref _byStrategy[strategyId]));
            if ((uint)instrumentId < (uint)_byInstrument.Length)
                mark = Math.Max(mark, Volatile.Read(ref _byInstrument[instrumentId]));
            return mark;
        }
    }
}
