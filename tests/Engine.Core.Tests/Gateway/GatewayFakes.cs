using Engine.Core.Events;
using Engine.Core.Gateway;

namespace Engine.Core.Tests.Gateway;

/// <summary>A journal in memory whose durable sequence the test moves.</summary>
internal sealed class FakeRecords : IDurableRecords
{
    private readonly List<EngineEvent> _records = [];
    private int _next;

    public long DurableSequence { get; set; }

    public bool LeaksAboveDurable { get; set; }

    public int Unread => _records.Count - _next;

    public long Add(EngineEvent record, bool isDurable = true)
    {
        record.Sequence = _records.Count + 1;
        _records.Add(record);
        if (isDurable) DurableSequence = record.Sequence;
        return record.Sequence;
    }

    public bool TryNext(ref EngineEvent record)
    {
        if (_next == _records.Count || (!LeaksAboveDurable && _records[_next].Sequence > DurableSequence)) return false;
        record = _records[_next++];
        return true;
    }
}

/// <summary>A bounded lane.</summary>
internal sealed class FakeLane(int capacity) : IInputWriter
{
    public Queue<EngineEvent> Inputs { get; } = new();

    public bool TryWrite(ReadOnlySpan<EngineEvent> inputs)
    {
        if (Inputs.Count + inputs.Length > capacity) return false;
        foreach (var input in inputs) Inputs.Enqueue(input);
        return true;
    }

    public string Kinds =>
        string.Join(" ", Inputs.Select(r => $"{r.Kind}({r.OrderReport.OrderId},{r.OrderReport.Reason})"));
}

/// <summary>A venue that does what the test says and notes what reached it.</summary>
internal sealed class ScriptedGateway : IOrderGateway
{
    public string Name => "scripted";

    public bool IsConnected => true;

    public bool TakesIntentsFromRecords { get; set; }

    public GatewaySendCode Code { get; set; } = GatewaySendCode.Written;

    public int FillsPerOrder { get; set; }

    public List<string> Calls { get; } = [];

    public Queue<EngineEvent> Responses { get; } = new();

    public int RecordsSeen { get; private set; }

    public void OnRecord(in EngineEvent record, bool isHistory) => RecordsSeen++;

    public GatewaySendCode TrySend(in EngineEvent intentRecord, in EngineEvent termsRecord)
    {
        var code = Note("order", in intentRecord, termsRecord.OrderTerms.StopPrice);
        for (var i = 0; code == GatewaySendCode.Written && i < FillsPerOrder; i++)
        {
            var fill = new EngineEvent { Kind = EventKind.Execution, LaneId = VenueModel.VenueLaneId };
            fill.Execution.OrderId = intentRecord.Order.OrderId;
            Responses.Enqueue(fill);
        }
        return code;
    }

    public GatewaySendCode TryCancel(in EngineEvent intentRecord) => Note("cancel", in intentRecord);

    public GatewaySendCode TryReplace(in EngineEvent intentRecord, in EngineEvent termsRecord) =>
        Note("replace", in intentRecord, termsRecord.OrderTerms.StopPrice);

    public GatewaySendCode TryQuery(in EngineEvent queryRecord) => Note("query", in queryRecord);

    public int Poll(Span<EngineEvent> inputs)
    {
        var count = 0;
        while (count < inputs.Length && Responses.TryDequeue(out var response)) inputs[count++] = response;
        return count;
    }

    private GatewaySendCode Note(string what, in EngineEvent intent, long stopPrice = 0)
    {
        var stop = stopPrice == 0 ? "" : $" stop {stopPrice}";
        if (Code == GatewaySendCode.Written) Calls.Add(what + (what == "query" ? "" : intent.Order.OrderId + stop));
        return Code;
    }
}
