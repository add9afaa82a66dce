using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// One ring slot and one journal record: 128 bytes, two cache lines, little endian, already in wire format.
/// The payloads overlay each other at byte 32; <see cref="Kind"/> says which one is valid. Layout version
/// <see cref="CurrentSchemaVersion"/>; docs/JOURNAL_FORMAT.md describes the same bytes.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct EngineEvent
{
    public const int SizeInBytes = 128;
    public const int PayloadOffset = 32;
    public const int PayloadBytes = 88;
    public const int ChecksumOffset = 124;
    public const byte CurrentSchemaVersion = 1;

    /// <summary>Position in the total order, from 1. Assigned once, by the logic thread.</summary>
    [FieldOffset(0)] public long Sequence;

    /// <summary>Sequence of the input that caused this event; equals <see cref="Sequence"/> for inputs.</summary>
    [FieldOffset(8)] public long CauseSequence;

    /// <summary>
    /// Engine time, nanoseconds since 1970-01-01T00:00:00Z. Never steps back. The logic reads no other clock.
    /// </summary>
    [FieldOffset(16)] public long TimestampNs;

    [FieldOffset(24)] public EventKind Kind;
    [FieldOffset(26)] public EventFlags Flags;
    [FieldOffset(27)] public byte SchemaVersion;

    /// <summary>Dense id given by the logic; -1 where no instrument is meant.</summary>
    [FieldOffset(28)] public int InstrumentId;

    /// <summary>1-based position of the strategy in the configuration; 0 where none is meant.</summary>
    [FieldOffset(120)] public ushort StrategyId;

    /// <summary>The inbound lane an input came through; decisions repeat their cause's lane.</summary>
    [FieldOffset(122)] public ushort LaneId;

    /// <summary>CRC32C of bytes 0-123, combined with the segment's seed. See docs/JOURNAL_FORMAT.md.</summary>
    [FieldOffset(124)] public uint Checksum;

    [FieldOffset(PayloadOffset)] public QuotePayload Quote;
    [FieldOffset(PayloadOffset)] public TradePayload Trade;
    [FieldOffset(PayloadOffset)] public BarPayload Bar;
    [FieldOffset(PayloadOffset)] public InstrumentPayload Instrument;
    [FieldOffset(PayloadOffset)] public CalendarDayPayload CalendarDay;
    [FieldOffset(PayloadOffset)] public SourcePayload Source;
    [FieldOffset(PayloadOffset)] public ConfigPayload Config;
    [FieldOffset(PayloadOffset)] public TextPayload Text;
    [FieldOffset(PayloadOffset)] public OrderPayload Order;
    [FieldOffset(PayloadOffset)] public RiskFiguresPayload RiskFigures;
    [FieldOffset(PayloadOffset)] public OrderRoundedPayload OrderRounded;
    [FieldOffset(PayloadOffset)] public OrderTermsPayload OrderTerms;
    [FieldOffset(PayloadOffset)] public OrderReportPayload OrderReport;
    [FieldOffset(PayloadOffset)] public ExecutionPayload Execution;
    [FieldOffset(PayloadOffset)] public PositionReportPayload PositionReport;
    [FieldOffset(PayloadOffset)] public QueryPayload Query;
    [FieldOffset(PayloadOffset)] public SignalPayload Signal;
    [FieldOffset(PayloadOffset)] public HoldPayload Hold;
    [FieldOffset(PayloadOffset)] public CommandPayload Command;
    [FieldOffset(PayloadOffset)] public LifecyclePayload Lifecycle;
    [FieldOffset(PayloadOffset)] public DifferencePayload Difference;
    [FieldOffset(PayloadOffset)] public AdoptCommandPayload Adopt;
    [FieldOffset(PayloadOffset)] public CashReportPayload CashReport;
    [FieldOffset(PayloadOffset)] public StateHashPayload StateHash;
    [FieldOffset(PayloadOffset)] public CancelCommandPayload Cancel;
    [FieldOffset(PayloadOffset)] public FlattenPayload Flatten;
    [FieldOffset(PayloadOffset)] public LimitsCommandPayload Limits;
    [FieldOffset(PayloadOffset)] public ArmCommandPayload Arm;
    [FieldOffset(PayloadOffset)] public SizeFactorCommandPayload SizeFactor;
    [FieldOffset(PayloadOffset)] public OrderCommandPayload OrderCommand;
    [FieldOffset(PayloadOffset)] public BreakerPayload Breaker;
    [FieldOffset(PayloadOffset)] public BreakerCommandPayload BreakerCommand;
    [FieldOffset(PayloadOffset)] public VitalsPayload Vitals;
    [FieldOffset(PayloadOffset)] public CommandIdentityPayload CommandIdentity;
    [FieldOffset(PayloadOffset)] public CommandAnswerPayload CommandAnswer;
    [FieldOffset(PayloadOffset)] public AccountDayPayload AccountDay;
    [FieldOffset(PayloadOffset)] public AccountDayRolledPayload AccountDayRolled;
    [FieldOffset(PayloadOffset)] public CashFlowPayload CashFlow;
    [FieldOffset(PayloadOffset)] public MaintenancePayload Maintenance;
    [FieldOffset(PayloadOffset)] public ForeignOrderPayload ForeignOrder;
    [FieldOffset(PayloadOffset)] public OrderEvidencePayload OrderEvidence;
    [FieldOffset(PayloadOffset)] public RestatementPayload Restatement;

    [FieldOffset(PayloadOffset)] public DeniedCallsPayload DeniedCalls;
    [FieldOffset(PayloadOffset)] public SettingsReloadedPayload SettingsReloaded;
    [FieldOffset(PayloadOffset)] public LogLevelPayload LogLevel;

    /// <summary>True for the first record of a group, the one that replay feeds to the logic.</summary>
    public readonly bool IsInput => CauseSequence == Sequence;

    public readonly bool IsLastOfGroup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Flags & EventFlags.LastOfGroup) != 0;
    }

    public readonly bool EndsSegment => (Flags & EventFlags.EndsSegment) != 0;

    public readonly bool IsContinuation => (Flags & EventFlags.Continuation) != 0;

    /// <summary>True if the next record is this order's <see cref="EventKind.OrderTerms"/>.</summary>
    public readonly bool HasTerms => (Flags & EventFlags.HasTerms) != 0;
}
