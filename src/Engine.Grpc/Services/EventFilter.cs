using Engine.Core.Events;
using Engine.Core.Replay;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>Which records a reader of the journal wants.</summary>
internal sealed class EventFilter
{
    private readonly HashSet<EventKind>? _kinds;
    private readonly int? _instrumentId;
    private readonly int? _strategyId;

    private EventFilter(HashSet<EventKind>? kinds, int? instrumentId, int? strategyId)
    {
        _kinds = kinds;
        _instrumentId = instrumentId;
        _strategyId = strategyId;
    }

    /// <exception cref="global::Grpc.Core.RpcException">It names something that does not exist.</exception>
    public static EventFilter Of(Wire.ReadEventsRequest request, ScopeNames names)
    {
        int? instrument = request.Instrument.Length == 0
            ? null
            : names.Find(new Wire.Scope { Instrument = request.Instrument }, "filter").Id;
        int? strategy = request.Strategy.Length == 0
            ? null
            : names.Find(new Wire.Scope { Strategy = request.Strategy }, "filter").Id;
        return new EventFilter(KindsOf(request), instrument, strategy);
    }

    public bool Passes(in EngineEvent record) =>
        (_kinds is null || _kinds.Contains(record.Kind))
        && (_instrumentId is null || _instrumentId == record.InstrumentId)
        && (_strategyId is null || _strategyId == record.StrategyId);

    private static HashSet<EventKind>? KindsOf(Wire.ReadEventsRequest request)
    {
        if (request.Kinds.Count == 0) return null;

        if (request.Kinds.Count > ControlLimits.FilterKindsMax)
            throw Refusal.Invalid("kinds", $"give at most {ControlLimits.FilterKindsMax}");
        var kinds = new HashSet<EventKind>();
        foreach (var name in request.Kinds)
        {
            if (!Enum.TryParse<EventKind>(name, ignoreCase: true, out var kind)
                || EventDescriber.PayloadTypeOf(kind) is null || char.IsAsciiDigit(name[0]))
            {
                throw Refusal.Invalid(
                    "kinds", "one of them is no kind of record; give names such as Execution or HoldPlaced");
            }
            kinds.Add(kind);
        }
        return kinds;
    }
}
