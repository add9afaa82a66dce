using System.Buffers;
using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Replay;
using Engine.Core.Risk;
using Engine.Grpc.Services;
using Engine.Grpc.Tails;
using Engine.Testing;
using Grpc.Core;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Tails;

/// <summary>A journal of quotes and signals on disk, what of it is durable, and a server of its tails.</summary>
internal sealed class TailBench : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly JournalFolder _journal;
    private readonly JournalWriter _writer;
    private readonly SegmentPlan _plan;
    private long _durable;
    private ulong _digest;

    public TailBench(int records, int lagRecordsMax = 1_000_000, long bytesPerSecond = 1L << 34)
    {
        Storage = new DiskStorage(_folder.Path);
        _journal = JournalFolder.Open(Storage, EngineMode.Paper, "SIM1", new JournalOptions
        {
            Durability = Durability.Written,
            Build = "test",
            StartedUtc = DateTimeOffset.UnixEpoch,
            SegmentRecords = 512,
            ReserveBytes = 0,
            HasPreparationThread = false,
        });
        _writer = _journal.StartRun();
        _plan = _journal.CreatePlan();
        Append(records);
        var board = new StatusBoard();
        Names = new ScopeNames(Setup(), board);
        Encoder = new EventEncoder(board, Names);
        Server = new TailServer(
            Storage, _journal.Claims, () => Durable, Encoder, new TailLimits(64, lagRecordsMax, bytesPerSecond),
            TimeProvider.System);
    }

    public DiskStorage Storage { get; }

    public ScopeNames Names { get; }

    public EventEncoder Encoder { get; }

    public TailServer Server { get; }

    public long LastWritten { get; private set; }

    /// <summary>How far readers may see.</summary>
    public long Durable
    {
        get => Volatile.Read(ref _durable);
        set => Volatile.Write(ref _durable, value);
    }

    /// <summary>Writes groups of a quote and a signal; nothing becomes durable by it.</summary>
    public void Append(int records)
    {
        for (var end = LastWritten + records; LastWritten < end;)
        {
            var group = new EngineEvent[2];
            for (var i = 0; i < group.Length; i++)
            {
                group[i] = new EngineEvent
                {
                    Sequence = LastWritten + 1 + i,
                    CauseSequence = LastWritten + 1,
                    TimestampNs = LastWritten,
                    Kind = i == 0 ? EventKind.Quote : EventKind.Signal,
                    Flags = i == 0 ? EventFlags.None : EventFlags.LastOfGroup,
                    SchemaVersion = EngineEvent.CurrentSchemaVersion,
                    InstrumentId = 3,
                };
            }
            RecordChecksum.Seal(group, _plan.Place(group.Length), ref _digest);
            _writer.Append(group);
            LastWritten += group.Length;
        }
    }

    public EventFilter Filter(params string[] kinds) =>
        EventFilter.Of(new Wire.ReadEventsRequest { Kinds = { kinds } }, Names);

    public Task RunAsync(
        RecordingStream stream, long from, bool follow = true, long limit = 0, EventFilter? filter = null,
        Wire.EventContent content = Wire.EventContent.Unspecified, CancellationToken cancellation = default) =>
        Server.RunAsync(
            new TailRequest(from, limit, follow, filter ?? Filter(), content, stream), cancellation);

    public void Dispose()
    {
        Server.Dispose();
        _writer.Dispose();
        _journal.Dispose();
        _folder.Dispose();
    }

    public static Wire.EventBatch Parse(EncodedBatch batch)
    {
        var context = new BufferContext();
        EncodedBatch.Marshaller.ContextualSerializer(batch, context);
        return Wire.EventBatch.Parser.ParseFrom(context.Written);
    }

    private EngineSetup Setup() => new(
        CanonicalConfig.Parse(
            $"""
             account=SIM1
             journal.directory={_folder.Path}
             mode=paper
             strategies.scripted.type=scripted
             {RiskLimits.DemoDefaults}
             {BreakerTexts.OffText}
             """),
        new ScriptedCatalog().Add("scripted", () => new ScriptedStrategy()), "test");

    private sealed class BufferContext : SerializationContext
    {
        private readonly ArrayBufferWriter<byte> _buffer = new();
        private int _announced;

        public byte[] Written => _buffer.WrittenCount == _announced
            ? _buffer.WrittenSpan.ToArray()
            : throw new InvalidOperationException($"{_announced} bytes announced, {_buffer.WrittenCount} written.");

        public override void SetPayloadLength(int payloadLength) => _announced = payloadLength;

        public override IBufferWriter<byte> GetBufferWriter() => _buffer;

        public override void Complete()
        {
        }

        public override void Complete(byte[] payload) => throw new NotSupportedException();
    }
}
