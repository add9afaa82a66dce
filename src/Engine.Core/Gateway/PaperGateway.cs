using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// The simulated venue in this process, behind the durable sequence. It takes nothing but durable records, so its state
/// is a function of the journal: at a restart the same records (or a snapshot and the rest) rebuild it, intents that
/// were durable when the process died are with the venue, and responses that the journal shows already are not said
/// again.
/// </summary>
public sealed class PaperGateway : IOrderGateway
{
    private const int QuestionsMax = 64;

    private readonly VenueModel _model;
    private readonly VenueQueries _queries;
    private readonly QueryPayload[] _questions = new QueryPayload[QuestionsMax];
    private int _questionsIn;
    private int _questionsOut;
    private bool _saidConnected;

    public PaperGateway(VenueModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
        _queries = new VenueQueries(model);
    }

    public string Name => "paper";

    public bool IsConnected => true;

    public bool TakesIntentsFromRecords => true;

    public void OnRecord(in EngineEvent record, bool isHistory) => _model.OnRecord(in record);

    /// <summary>The record itself brought the intent.</summary>
    public GatewaySendCode TrySend(in EngineEvent intentRecord, in EngineEvent termsRecord) => GatewaySendCode.Written;

    public GatewaySendCode TryCancel(in EngineEvent intentRecord) => GatewaySendCode.Written;

    public GatewaySendCode TryReplace(in EngineEvent intentRecord, in EngineEvent termsRecord) =>
        GatewaySendCode.Written;

    public GatewaySendCode TryQuery(in EngineEvent queryRecord)
    {
        if (_questionsIn - _questionsOut == QuestionsMax) return GatewaySendCode.Busy;

        _questions[_questionsIn++ & (QuestionsMax - 1)] = queryRecord.Query;
        return GatewaySendCode.Written;
    }

    public int Poll(Span<EngineEvent> inputs)
    {
        var count = 0;
        if (!_saidConnected && inputs.Length > 0)
        {
            inputs[count++] =
                ConnectionRecord.Create(EventKind.VenueConnected, 0, VenueReason.None, _model.ProducedEventId);
            _saidConnected = true;
        }

        while (count < inputs.Length && _model.TryTakeResponse(_model.NowNs, ref inputs[count])) count++;
        while (count < inputs.Length && (!_queries.IsIdle || _questionsIn != _questionsOut))
        {
            if (_queries.IsIdle) _queries.Begin(in _questions[_questionsOut++ & (QuestionsMax - 1)]);

            // A question stands behind its intents in the same records: what is not here now never was sent.
            count += _queries.Answer(inputs[count..], canStillArrive: false);
        }
        return count;
    }
}
