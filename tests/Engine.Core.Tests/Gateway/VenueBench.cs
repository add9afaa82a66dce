using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.State;

namespace Engine.Core.Tests.Gateway;

/// <summary>
/// A model in a merge as a backtest runs it: responses that are due come back as records before the next input.
/// </summary>
internal sealed class VenueBench
{
    private long _sequence;

    public VenueBench(VenueOptions? options = null)
    {
        Options = options ?? Small;
        Model = new VenueModel(Registry, Options);
    }

    public static VenueOptions Small => new()
    {
        OrdersRetained = 256,
        OpenOrdersMax = 64,
        ArrivalsMax = 64,
        ResponsesMax = 1_024,
        ExecutionsRetained = 256,
        SessionsRetained = 64,
        InstrumentsMax = 4,
    };

    public VenueOptions Options { get; }

    public StateRegistry Registry { get; } = new();

    public VenueModel Model { get; }

    public List<EngineEvent> Journal { get; } = [];

    public List<EngineEvent> Said { get; } = [];

    public IEnumerable<EngineEvent> Fills => Said.Where(r => r.Kind == EventKind.Execution);

    public VenueBench Feed(params EngineEvent[] records)
    {
        foreach (var record in records)
        {
            if (record.Kind != EventKind.OrderTerms) Drain(record.TimestampNs); // Groups are whole.
            Append(record);
        }
        return this;
    }

    /// <summary>Takes everything that is due up to a time, in a merge with no other input.</summary>
    public VenueBench Drain(long untilNs)
    {
        var response = default(EngineEvent);
        while (Model.TryPeekResponse(out var due) && due <= untilNs)
        {
            if (!Model.TryTakeResponse(due, ref response))
                throw new InvalidOperationException("Peek promised a response.");
            Said.Add(response);
            Append(response);
        }
        return this;
    }

    public string Kinds => string.Join(" ", Said.Select(r => r.Kind));

    /// <summary>Fills as "quantity@price at milliseconds".</summary>
    public string FillText => string.Join(" ",
        Fills.Select(r => $"{r.Execution.Quantity}@{r.Execution.Price}/{r.Execution.VenueTimeNs / VenueRecords.Ms}"));

    private void Append(EngineEvent record)
    {
        record.Sequence = ++_sequence;
        Journal.Add(record);
        Model.OnRecord(in record);
    }
}
