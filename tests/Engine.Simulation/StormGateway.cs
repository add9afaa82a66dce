using Engine.Core.Events;
using Engine.Core.Gateway;

namespace Engine.Simulation;

/// <summary>A venue that answers every order at once, with an acknowledgement and a hundred fills.</summary>
internal sealed class StormGateway : IOrderGateway
{
    public const int FillsPerOrder = 100;

    private readonly Queue<EngineEvent> _said = new();
    private readonly Dictionary<int, long> _positions = [];
    private long _venueEventId;

    public StormGateway() => _said.Enqueue(ConnectionRecord.Create(EventKind.VenueConnected, 1, VenueReason.None, 0));

    public string Name => "storm";

    public bool IsConnected => true;

    public bool TakesIntentsFromRecords => false;

    public int Orders { get; private set; }

    public int MostWaiting { get; private set; }

    public long PositionOf(int instrumentId) => _positions.GetValueOrDefault(instrumentId);

    public void OnRecord(in EngineEvent record, bool isHistory)
    {
    }

    public GatewaySendCode TrySend(in EngineEvent intentRecord, in EngineEvent termsRecord)
    {
        Orders++;
        Say(Report(EventKind.OrderAccepted, in intentRecord, VenueReason.None));
        var left = intentRecord.Order.Quantity;
        for (var i = FillsPerOrder; i > 0 && left > 0; i--)
        {
            var quantity = Math.Max(1, left / i);
            left -= quantity;
            Say(Fill(in intentRecord, quantity));
        }
        return GatewaySendCode.Written;
    }

    public GatewaySendCode TryCancel(in EngineEvent intentRecord)
    {
        Say(Report(EventKind.CancelRejected, in intentRecord, VenueReason.TooLate));
        return GatewaySendCode.Written;
    }

    public GatewaySendCode TryReplace(in EngineEvent intentRecord, in EngineEvent termsRecord)
    {
        Say(Report(EventKind.ReplaceRejected, in intentRecord, VenueReason.TooLate));
        return GatewaySendCode.Written;
    }

    public GatewaySendCode TryQuery(in EngineEvent queryRecord)
    {
        foreach (var kind in new[] { QueryKind.OpenOrders, QueryKind.Executions, QueryKind.Positions })
        {
            var answer = new EngineEvent { Kind = EventKind.QueryCompleted, InstrumentId = -1 };
            answer.Query = queryRecord.Query;
            answer.Query.Query = kind;
            answer.Query.IsComplete = 1;
            answer.Query.VenueEventId = _venueEventId;
            Say(answer);
        }
        return GatewaySendCode.Written;
    }

    public int Poll(Span<EngineEvent> inputs)
    {
        var count = 0;
        while (count < inputs.Length && _said.TryDequeue(out inputs[count])) count++;
        return count;
    }

    private static EngineEvent New(EventKind kind, in EngineEvent intent) =>
        new() { Kind = kind, InstrumentId = intent.InstrumentId, StrategyId = intent.StrategyId };

    private void Say(EngineEvent record)
    {
        _said.Enqueue(record);
        MostWaiting = Math.Max(MostWaiting, _said.Count);
    }

    private EngineEvent Report(EventKind kind, in EngineEvent intent, VenueReason reason)
    {
        var report = New(kind, in intent);
        report.OrderReport.OrderId = intent.Order.OrderId;
        report.OrderReport.Quantity = intent.Order.Quantity;
        report.OrderReport.LimitPrice = intent.Order.LimitPrice;
        report.OrderReport.VenueEventId = ++_venueEventId;
        report.OrderReport.Reason = reason;
        return report;
    }

    private EngineEvent Fill(in EngineEvent intent, long quantity)
    {
        var fill = New(EventKind.Execution, in intent);
        fill.Execution.ExecutionId = AsciiText32.From($"S-{++_venueEventId}");
        fill.Execution.OrderId = intent.Order.OrderId;
        var isMarket = intent.Order.LimitPrice == FixedPoint.Absent;
        fill.Execution.Price = isMarket ? intent.Order.ReferencePrice : intent.Order.LimitPrice;
        fill.Execution.Quantity = quantity;
        fill.Execution.VenueEventId = _venueEventId;
        fill.Execution.Side = intent.Order.Side;
        var signed = intent.Order.Side == Side.Buy ? quantity : -quantity;
        _positions[intent.InstrumentId] = PositionOf(intent.InstrumentId) + signed;
        return fill;
    }
}
