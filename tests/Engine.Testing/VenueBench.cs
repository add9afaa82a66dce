using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Strategies;

namespace Engine.Testing;

/// <summary>
/// A logic chain and a venue behind its journal, on the caller's thread: what the logic decides is handed over, what
/// the venue says comes back, and a crash loses what was between the two.
/// </summary>
public sealed class VenueBench
{
    private readonly Queue<EngineEvent> _said = new();
    private int _handed; // Records of the journal that were looked at.
    private int _epoch = 1;

    public VenueBench(IStrategyCatalog catalog, params string[] settings)
    {
        Bench = new LogicBench(catalog, settings);
        Start();
    }

    public LogicBench Bench { get; }

    public RestingVenue Venue { get; } = new();

    /// <summary>Groups until the process dies; negative: never.</summary>
    public int GroupsUntilCrash { get; set; } = -1;

    public IEnumerable<EngineEvent> Of(EventKind kind) => Bench.Journal.Where(e => e.Kind == kind);

    /// <summary>Takes inputs and hands over intents until nothing is left to do at this time.</summary>
    public void Settle()
    {
        while (TryStep())
        {
        }
    }

    /// <summary>Time goes on, and the engine looks at it.</summary>
    public void Advance(long ns)
    {
        Bench.NowNs += ns;
        Take(new EngineEvent { Kind = EventKind.ClockTick, InstrumentId = -1 }, LaneIds.Clock);
        Settle();
    }

    /// <summary>One group; false if the process died before it.</summary>
    public EngineEvent[] Take(in EngineEvent input, int laneId) => Take([input], laneId);

    public EngineEvent[] Take(ReadOnlySpan<EngineEvent> input, int laneId)
    {
        if (GroupsUntilCrash == 0) Restart();
        if (GroupsUntilCrash > 0) GroupsUntilCrash--;
        return Bench.Take(input, laneId);
    }

    /// <summary>The process dies here, with everything that was between journal and venue, and starts anew.</summary>
    public void Restart()
    {
        GroupsUntilCrash = -1;
        _epoch++;
        _said.Clear();
        _handed = Bench.Journal.Count;
        Start();
    }

    private void Start()
    {
        Bench.Take(Bench.Started(_epoch));
        Bench.Take(EngineInputs.Config(Bench.Chain.ConfigText));
        Venue.Connect(_epoch);
        Settle();
        Bench.Take(EngineInputs.MarketDataStarted());
        Settle();
    }

    private bool TryStep()
    {
        if (Bench.Chain.NeedsContinuation)
        {
            Take(new EngineEvent { Kind = EventKind.Continuation, InstrumentId = -1 }, LaneIds.Control);
            return true;
        }
        if (_handed < Bench.Journal.Count)
        {
            Hand(Bench.Journal[_handed++]);
            return true;
        }
        var polled = new EngineEvent[64];
        var count = Venue.Poll(polled);
        for (var i = 0; i < count; i++) _said.Enqueue(polled[i]);
        if (!_said.TryDequeue(out var input)) return false;
        Take(in input, LaneIds.Venue);
        return true;
    }

    // Cancels first would be the gateway's order; here one after the other is enough.
    private void Hand(in EngineEvent record)
    {
        switch (record.Kind)
        {
            case EventKind.OrderRequested:
                Venue.TrySend(in record, default);
                Report(in record);
                break;
            case EventKind.CancelRequested:
                Venue.TryCancel(in record);
                Report(in record);
                break;
            case EventKind.ReconciliationRequested:
                Venue.TryQuery(in record);
                break;
        }
    }

    private void Report(in EngineEvent intent)
    {
        var sent = new EngineEvent { Kind = EventKind.OrderSent, InstrumentId = intent.InstrumentId };
        sent.OrderReport.OrderId = intent.Order.OrderId;
        sent.OrderReport.IntentSequence = intent.Sequence;
        _said.Enqueue(sent);
    }
}
