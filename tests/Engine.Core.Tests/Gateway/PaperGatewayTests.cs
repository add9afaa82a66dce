using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.State;
using Xunit;
using static Engine.Core.Tests.Gateway.VenueRecords;

namespace Engine.Core.Tests.Gateway;

/// <summary>
/// Goal: paper trading behind the durable sequence, restarted from the journal alone, says nothing twice.
/// </summary>
public sealed class PaperGatewayTests
{
    [Fact]
    public void Fills_come_back_through_the_stage_and_the_queries_agree()
    {
        var engine = new PaperEngine();
        engine.Journal(Instrument(), Quote(0, 1, 2), Market(1, 1, Side.Buy, 30), Limit(2, 2, Side.Buy, 5, 100),
            Quote(150 * Ms, 9_990, 10_000), Question(4, QueryKind.None));
        engine.Run();

        Assert.Equal(
            "OrderSent OrderSent VenueConnected OrderAccepted OrderAccepted Execution "
            + "OrderStatusReported QueryCompleted Execution QueryCompleted PositionReported QueryCompleted",
            engine.SaidKinds);
        var completed = engine.Said.Where(r => r.Kind == EventKind.QueryCompleted).ToList();
        Assert.All(completed, r =>
            Assert.Equal((4L, 1L, 1), (r.Query.QueryId, r.Query.RowCount, (int)r.Query.IsComplete)));
        Assert.Equal([QueryKind.OpenOrders, QueryKind.Executions, QueryKind.Positions],
            completed.Select(r => r.Query.Query));
        Assert.Equal(1, engine.Said[8].Execution.IsQueryAnswer);
        Assert.Equal(engine.Said[5].Execution.ExecutionId.ToString(), engine.Said[8].Execution.ExecutionId.ToString());
        Assert.Equal(30, engine.Said[10].PositionReport.Quantity);
    }

    [Fact]
    public void A_restart_from_the_journal_says_only_what_is_not_journaled_yet()
    {
        for (var keep = 0; keep <= 12; keep++)
        {
            var engine = new PaperEngine();
            engine.Journal(Instrument(), Quote(0, 1, 2), Market(1, 1, Side.Buy, 30), Limit(2, 2, Side.Sell, 50, 100),
                Quote(150 * Ms, 9_990, 10_000), Trade(160 * Ms, 100, 100));
            engine.Run();
            var whole = engine.Responses;

            // The process died when only some of what the venue said had reached the journal.
            var journal = engine.JournalRecords.Take(6 + keep).ToList();
            var restarted = new PaperEngine(journal);
            restarted.Run();
            Assert.Equal(whole, restarted.Responses);
        }
    }

    [Fact]
    public void An_order_status_names_what_came_and_what_never_will()
    {
        var engine = new PaperEngine();
        engine.Journal(Instrument(), Limit(2, 2, Side.Buy, 5, 100), Question(1, QueryKind.OrderStatus, 2),
            At(150 * Ms, EventKind.ClockTick), Question(2, QueryKind.OrderStatus, 2),
                Question(3, QueryKind.OrderStatus, 7));
        engine.Run();
        var reports =
            engine.Said.Where(r => r.Kind == EventKind.OrderStatusReported).Select(r => r.OrderReport).ToList();
        Assert.Equal([OrderStatus.Accepted, OrderStatus.Accepted, OrderStatus.Rejected], reports.Select(r => r.Status));
        Assert.Equal(VenueReason.NotReceived, reports[2].Reason);
    }

    [Fact]
    public void An_answer_that_spans_a_change_is_closed_as_incomplete()
    {
        var model = new VenueModel(new StateRegistry(), VenueBench.Small);
        var gateway = new PaperGateway(model);
        var inputs = new EngineEvent[4];
        foreach (var record in new[]
                 {
                     Instrument(), Limit(0, 1, Side.Buy, 5, 100), Limit(0, 2, Side.Buy, 5, 100),
                         Limit(0, 3, Side.Buy, 5, 100),
                     At(150 * Ms, EventKind.ClockTick),
                 })
        {
            gateway.OnRecord(in record, false);
        }
        Assert.Equal(4, gateway.Poll(inputs)); // connected, three accepted
        var question = Question(1, QueryKind.OpenOrders);
        Assert.Equal(GatewaySendCode.Written, gateway.TryQuery(in question));
        Assert.Equal(2, gateway.Poll(inputs.AsSpan(0, 2)));
        var quote = Quote(160 * Ms, 90, 95);
        gateway.OnRecord(in quote, false);
        Assert.Equal(4, gateway.Poll(inputs));
        Assert.Equal((EventKind.QueryCompleted, 0), (inputs[3].Kind, (int)inputs[3].Query.IsComplete));
    }

    /// <summary>Journal, lane and stage around a paper gateway; everything said is journaled in order.</summary>
    private sealed class PaperEngine
    {
        private readonly FakeRecords _records = new();
        private readonly FakeLane _lane = new(1_024);
        private readonly GatewayStage _stage;
        private long _timeNs;

        public PaperEngine(List<EngineEvent>? history = null)
        {
            var gateway = new PaperGateway(new VenueModel(new StateRegistry(), VenueBench.Small));
            foreach (var record in history ?? []) Add(record);
            _stage = new GatewayStage(_records, gateway, _lane, JournalRecords.Count + 1, 64);
        }

        public List<EngineEvent> JournalRecords { get; } = [];

        public List<EngineEvent> Said { get; } = [];

        public string SaidKinds => string.Join(" ", Said.Select(r => r.Kind));

        /// <summary>Everything with a venue event id in the journal, history included.</summary>
        public List<(EventKind, long, long)> Responses => JournalRecords.Where(r => VenueHost.EventIdOf(in r) > 0)
            .Select(r => (r.Kind, VenueHost.EventIdOf(in r), r.Execution.OrderId)).ToList();

        public void Journal(params EngineEvent[] records)
        {
            foreach (var record in records) Add(record);
        }

        public void Run()
        {
            for (var work = 1; work > 0;)
            {
                work = _stage.RunOnce();
                while (_lane.Inputs.TryDequeue(out var input))
                {
                    Said.Add(input);
                    Add(input);
                }
            }
        }

        private void Add(EngineEvent record)
        {
            record.TimestampNs = _timeNs = Math.Max(_timeNs, record.TimestampNs); // Engine time never steps back.
            record.Sequence = _records.Add(record);
            JournalRecords.Add(record);
        }
    }
}
