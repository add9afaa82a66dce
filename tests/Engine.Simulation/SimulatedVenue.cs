using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.State;

namespace Engine.Simulation;

/// <summary>
/// The venue as a party of its own: it survives every crash of the engine, keeps its own list of all that reached it,
/// and follows docs/VENUE_PROTOCOL.md. What it says is durable with it before it is said.
/// </summary>
internal sealed class SimulatedVenue
{
    private readonly VenueModel _model;
    private readonly VenueQueries _queries;
    private readonly List<EngineEvent> _responses = []; // Everything ever said as it happened; event id = index + 1.
    private readonly EngineEvent[] _answers = new EngineEvent[64];

    public SimulatedVenue(VenueOptions options)
    {
        _model = new VenueModel(new StateRegistry(), options);
        _queries = new VenueQueries(_model);
    }

    public int SessionEpoch { get; private set; }

    /// <summary>Orders, cancels and replaces in the order in which they reached the venue.</summary>
    public List<EngineEvent> Intents { get; } = [];

    /// <summary>Made, said or not: an answer to a question may run ahead of the report.</summary>
    public long Executions => _model.Tables.Counts.LastExecution;

    public int OpenOrders => _model.OpenOrders;

    public long RepeatedOrders => _model.RepeatedOrders;

    public long PositionOf(int instrumentId) => _model.Tables.Markets[instrumentId].NetPosition;

    /// <summary>Null if the session is refused: only a newer one than every one before may begin.</summary>
    public List<EngineEvent>? BeginSession(int epoch, long lastVenueEventId)
    {
        if (epoch <= SessionEpoch) return null;

        SessionEpoch = epoch;
        _queries.Abandon();
        var said = new List<EngineEvent>
        {
            ConnectionRecord.Create(EventKind.VenueConnected, epoch, VenueReason.None, _model.ConsumedEventId),
        };
        said.AddRange(_responses.Where(r => VenueHost.EventIdOf(in r) > lastVenueEventId));
        return said;
    }

    /// <summary>Takes one frame of the session in force; what is said because of it goes to the lists.</summary>
    public void Receive(EngineEvent record, List<EngineEvent> responses, List<EngineEvent> answers)
    {
        if (record.Kind == EventKind.ReconciliationRequested)
        {
            SayDue(responses);
            _queries.Begin(in record.Query);
            while (!_queries.IsIdle)
            {
                var count = _queries.Answer(_answers, canStillArrive: record.Query.SessionEpoch >= SessionEpoch);
                answers.AddRange(_answers.AsSpan(0, count));
            }
            return;
        }
        record.TimestampNs = Math.Max(record.TimestampNs, _model.NowNs);
        if (record.Kind is EventKind.OrderRequested or EventKind.CancelRequested or EventKind.ReplaceRequested)
            Intents.Add(record);
        _model.OnRecord(in record);
        SayDue(responses);
    }

    private void SayDue(List<EngineEvent> said)
    {
        var response = default(EngineEvent);
        while (_model.TryTakeResponse(_model.NowNs, ref response))
        {
            _model.OnRecord(in response);
            _responses.Add(response);
            said.Add(response);
        }
    }
}
