using System.Diagnostics;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.Metrics;
using Engine.Core.Pipeline;
using Engine.Core.Strategies;
using Engine.Testing;
using Engine.Testing.FaultyStorage;
using Xunit;

namespace Engine.Core.Tests.Pipeline;

/// <summary>
/// A whole engine whose threads the test runs by hand while real time passes: what was late is known to the input.
/// </summary>
public sealed class LatencyRunTests : IDisposable
{
    private static readonly string[] Settings =
    [
        "account=TEST", "journal.directory=/none", "limits.segmentRecords=8192", "limits.outboundRingSlots=8192",
        "limits.laneSlots=1024", "limits.stateHashIntervalRecords=500", "journal.hashChain=false", "data.pace=1",
        "strategies.s.type=scripted", "venue.address=unix:/unused", "mode=paper",
        "threads.layout=source|logic|journal|gateway|follower",
    ];

    private static readonly string[] AllThreads = ["source", "logic", "journal", "gateway", "follower"];

    private readonly RestingVenue _venue = new() { FillsAtOnce = _ => 1 };
    private long _quotes;
    private long _orderAt;
    private TradingEngine? _engine;

    private TradingEngine Engine => _engine!;

    [Fact]
    public void A_stall_of_50_ms_is_as_many_late_samples_as_inputs_came_in_it()
    {
        const int inputs = 100;
        Start();
        var before = Figures(LatencySpan.IngestToLogic).Count;
        var given = new (long From, long To)[inputs];
        for (var i = 0; i < inputs; i++) // The logic does nothing meanwhile.
        {
            var from = Stopwatch.GetTimestamp();
            _quotes++;
            Thread("source").RunOnce();
            given[i] = (from, Stopwatch.GetTimestamp());
            while (Stopwatch.GetElapsedTime(from).TotalMilliseconds < 0.5) System.Threading.Thread.SpinWait(10);
        }
        var resumed = Stopwatch.GetTimestamp();
        Assert.True(Stopwatch.GetElapsedTime(given[0].From, resumed).TotalMilliseconds >= 50);
        RunUntil(() => Figures(LatencySpan.IngestToLogic).Count == before + inputs, AllThreads);

        // Each is as late as it waited: the first about 50 ms, the last half of one.
        foreach (var limitMs in new[] { 5, 12, 25, 40 })
        {
            var limitNs = limitMs * 1_000_000L;
            var late = Histogram(LatencySpan.IngestToLogic).Count
                - Histogram(LatencySpan.IngestToLogic).CountUpTo(limitNs);
            var atLeast = given.Count(g => Ns(resumed - g.To) > limitNs * 1.01);
            var ended = Stopwatch.GetTimestamp();
            var atMost = given.Count(g => Ns(ended - g.From) > limitNs);
            Assert.InRange(late, atLeast, atMost);
        }
        Assert.True(Figures(LatencySpan.IngestToLogic).MaxNs >= 49_000_000);
        Assert.True(Figures(LatencySpan.IngestToLogic).RecentMaxNs >= 49_000_000);
    }

    [Fact]
    public async Task An_order_is_timed_from_its_tick_to_its_fill_and_a_command_to_its_answer()
    {
        Start();
        _orderAt = _quotes + 3;
        var begun = Stopwatch.GetTimestamp();
        _quotes += 5;
        RunUntil(() => Figures(LatencySpan.OrderToFill).Count == 1, AllThreads);
        var elapsedNs = Ns(Stopwatch.GetTimestamp() - begun);
        foreach (var span in new[]
                 {
                     LatencySpan.TickToOrder, LatencySpan.GatewayWrite, LatencySpan.OrderToAcknowledgement,
                     LatencySpan.OrderToFill,
                 })
        {
            Assert.Equal(1, Figures(span).Count);
            Assert.InRange(Figures(span).MaxNs, 1, elapsedNs);
        }
        Assert.True(Figures(LatencySpan.TickToOrder).MaxNs > Figures(LatencySpan.GatewayWrite).MaxNs);

        Assert.Equal(0, Figures(LatencySpan.ControlCommand).Count);
        var pause = Engine.Control.SubmitAsync(OperatorCommand.Pause(Issuer.Of()));
        RunUntil(() => pause.IsCompleted, AllThreads);
        Assert.Equal(CommandCode.Done, (await pause).Code);
        Assert.Equal(1, Figures(LatencySpan.ControlCommand).Count);

        // Every group was taken, decided and made durable, and every batch written; nothing was synced.
        RunUntil(() => Figures(LatencySpan.Durable).Count == Engine.Pipeline.Logic.InputCount, AllThreads);
        Assert.Equal(Figures(LatencySpan.Durable).Count, Figures(LatencySpan.Logic).Count);
        Assert.Equal(Engine.Pipeline.Journal.BatchCount, Figures(LatencySpan.JournalWrite).Count);
        Assert.Equal(0, Figures(LatencySpan.JournalSync).Count);
        Assert.Equal(0, Engine.Latency!.LostGroups);
    }

    [Fact]
    public void Syncs_are_timed_where_there_are_any()
    {
        Start("journal.durability=synced");
        Assert.Equal(Figures(LatencySpan.JournalWrite).Count, Figures(LatencySpan.JournalSync).Count);
        Assert.True(Figures(LatencySpan.JournalSync).Count > 0);
    }

    [Fact]
    public void Switched_off_nothing_is_measured_and_everything_goes_on()
    {
        Start("metrics.latency=false");
        _orderAt = _quotes + 3;
        _quotes += 5;
        RunUntil(() => _venue.Written.Count == 1, AllThreads);
        Assert.Null(Engine.Latency);
        var internals = Engine.Internals();
        Assert.False(internals.IsMeasured);
        Assert.All(internals.Threads, thread => Assert.Equal(0, thread.LongestNs));
    }

    [Fact]
    public void The_internals_say_where_records_wait()
    {
        Start();
        RunUntil(() => Idle(Engine.Internals()), AllThreads);
        _quotes += 20;
        RunUntil(() => Engine.Internals().Lanes[^1].Occupied == 20, "source");
        RunUntil(() => Engine.Internals().Lanes[^1].Occupied == 0, "logic");
        var undone = Engine.Internals();
        Assert.True(undone.Ring.Occupied >= 20, $"{undone.Ring}");
        Assert.Equal(undone.Ring.Occupied, undone.Lags.DurableRecords);
        RunUntil(() => Engine.Internals().Lags.DurableRecords == 0, "journal");
        Assert.Equal(undone.Ring.Occupied, Engine.Internals().Ring.Occupied); // The gateway has not had them.
        Assert.True(Engine.Internals().Lags.FollowerRecords >= 20);
        RunUntil(() => Idle(Engine.Internals()), AllThreads);

        var internals = Engine.Internals();
        Assert.Equal(["control", "venue", "given"], internals.Lanes.Select(lane => lane.Name));
        Assert.Equal(
            [["source"], ["logic"], ["journal"], ["gateway", "latency"], ["follower"]],
            internals.Threads.Select(thread => thread.Stages.ToArray()));
        Assert.Equal((8_192, 0L), (internals.Ring.Capacity, internals.Ring.Occupied));
        Assert.True(internals.Memory is { AllocatedBytes: > 0, ResidentBytes: > 0, Collections.Count: 3 });
        Assert.Null(internals.Lags.SnapshotAgeNs);
    }

    public void Dispose() => _engine?.Dispose();

    private static bool Idle(EngineInternals internals) =>
        internals is { Ring.Occupied: 0, Lags: { DurableRecords: 0, FollowerRecords: 0 } }
        && internals.Lanes.All(lane => lane.Occupied == 0);

    private void Start(params string[] settings)
    {
        var config = LogicBench.ConfigOf([.. Settings, .. settings]);
        var catalog = new ScriptedCatalog().Add("scripted", () => new ScriptedStrategy { Quoted = OnQuote });
        _engine = TradingEngine.Open(
            new EngineSetup(config, catalog, "test")
            {
                DecorateGateway = _ => _venue,
                IsSingleThreaded = true,
                Hooks = new PipelineHooks
                {
                    CreateSource = (_, writer, _) => new GivenSource(writer, () => _quotes),
                },
            },
            new FaultyJournalStorage());
        _venue.Connect(1);
        Engine.Begin();
        _quotes = 1;
        RunUntil(() => Engine.Pipeline.Model.Chain.View.State.QuoteCount == 1, AllThreads);
    }

    private void OnQuote(StrategyContext context, int id, in QuotePayload quote)
    {
        if (quote.SourceRow == _orderAt)
            context.Submit(OrderTicket.Limit(id, Side.Buy, quantity: 1, limitPrice: quote.BidPrice));
    }

    private LatencyHistogram Histogram(LatencySpan span) => Engine.Latency![span].Histogram;

    private LatencyFigures Figures(LatencySpan span) => Engine.Latency!.Read()[(int)span];

    private StageThread Thread(string name) => Engine.Pipeline.Threads.First(thread => thread.Name == name);

    private static long Ns(long ticks) => (long)(ticks * 1e9 / Stopwatch.Frequency);

    private void RunUntil(Func<bool> isDone, params string[] threads)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!isDone())
        {
            Assert.True(Stopwatch.GetElapsedTime(begun).TotalSeconds < 30, "It never came to that.");
            foreach (var name in threads)
            {
                Thread(name).RunOnce();
                if (Engine.RunControl.Fault is { } fault) throw new InvalidOperationException(fault.ToString());
            }
            Engine.Attend();
        }
    }

    /// <summary>One instrument; as many quotes as the test has asked for so far.</summary>
    private sealed class GivenSource(IInputWriter writer, Func<long> wanted) : IMarketDataSource
    {
        private const long StartNs = 1_767_623_400_000_000_000;

        private long _row;
        private bool _isOpened;

        public string Name => "given";

        public bool IsEnded => false;

        public long FirstEventTimeNs => StartNs;

        public SourceProgress Progress => new(_row, 0, 0, 0);

        public int RunOnce()
        {
            if (!_isOpened) return Open();
            if (_row >= wanted()) return 0;

            var quote = Record(EventKind.Quote, instrumentId: 0);
            quote.Quote.BidPrice = 10_000;
            quote.Quote.AskPrice = 10_002;
            quote.Quote.BidSize = quote.Quote.AskSize = 500;
            quote.Quote.EventTimeNs = quote.Quote.ReceiveTimeNs = quote.Quote.EarliestReceiveTimeNs = StartNs;
            quote.Quote.SourceRow = ++_row;
            return writer.TryWrite([quote]) ? 1 : throw new InvalidOperationException("The lane is full.");
        }

        public void Dispose()
        {
        }

        private int Open()
        {
            var definition = Record(EventKind.InstrumentDefined, instrumentId: 0);
            definition.Instrument.Symbol = AsciiText24.From("ALFA");
            definition.Instrument.Class = InstrumentClass.Equity;
            definition.Instrument.PriceExponent = 2;
            definition.Instrument.Currency = AsciiText8.From("USD");
            definition.Instrument.Multiplier = 1;
            definition.Instrument.TickSize = 1;
            definition.Instrument.LotSize = 1;
            _isOpened = writer.WriteBatch([Record(EventKind.SourceOpened, instrumentId: -1), definition]) == 2;
            return _isOpened ? 1 : throw new InvalidOperationException("The lane has no room for two records.");
        }

        private static EngineEvent Record(EventKind kind, int instrumentId) => new()
        {
            Kind = kind,
            SchemaVersion = EngineEvent.CurrentSchemaVersion,
            InstrumentId = instrumentId,
            TimestampNs = StartNs,
        };
    }
}
