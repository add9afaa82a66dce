using Engine.Core;
using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using static Engine.Simulation.SimulationFailedException;

namespace Engine.Simulation;

/// <summary>Paper trading over several lives, against a venue outside that survives them or the one inside.</summary>
internal sealed class PaperSimulation : SimulationBase
{
    private readonly SimulatedVenue? _venue;
    private VenueLink? _link;
    private WitnessGateway? _gateway;

    public PaperSimulation(Scenario scenario, Coverage coverage)
        : base(scenario, coverage)
    {
        if (scenario.HasVenueOutside) _venue = new SimulatedVenue(scenario.CreateSetup(Time, g => g).Venue);
    }

    /// <summary>An order whose records are printed at the end, for the search of a fault; 0 = none.</summary>
    public long StoryOfOrder { get; init; }

    protected override WitnessGateway? Gateway => _gateway;

    public string Run()
    {
        RunLives();
        var setup = CreateSetup();
        var last = JournalLast();
        if (StoryOfOrder > 0) OrderStory.Print(Storage, StoryOfOrder);
        var audit = JournalAudit.Run(Storage, setup, last, Witness, MayHaveLostSeen, Coverage);
        RequireSettled(audit);
        if (_venue is not null) RequireAgreesWithVenue(audit, _venue);
        return audit.Model.Chain.Cursor.ToString();
    }

    protected override IOrderGateway Decorate(IOrderGateway inner)
    {
        _link = _venue is null ? null : new VenueLink(_venue, Random, Time, Scenario.FaultsPerMille, Coverage);
        _gateway = new WitnessGateway(_link ?? inner, Witness);
        return _gateway;
    }

    protected override void OnOpened(TradingEngine engine, AuditResult audit, bool isLast)
    {
        if (_venue is not null) RequireIntentsKnown(audit, _venue);
        _link?.Attach(engine.Recovered.Model.Chain.View, engine.Pipeline.FirstSessionEpoch);
        if (isLast && _link is not null) _link.IsFaulty = false;
    }

    protected override void OnDied() => _link?.Cut();

    private long JournalLast() =>
        ManifestFile.Read(Storage).Runs.Last(run => run.End is { Records: > 0 }).End!.LastSequence;

    // At most once, and never something that the journal does not hold.
    private void RequireIntentsKnown(AuditResult audit, SimulatedVenue venue)
    {
        var sequences = new HashSet<long>();
        var orderIds = new HashSet<long>();
        foreach (var intent in venue.Intents)
        {
            Require(sequences.Add(intent.Sequence), $"Intent {intent.Sequence} reached the venue twice.");
            if (intent.Kind == EventKind.OrderRequested)
                Require(orderIds.Add(intent.Order.OrderId), $"Order {intent.Order.OrderId} reached the venue twice.");
            if (audit.IntentsBySequence.TryGetValue(intent.Sequence, out var journaled))
            {
                Require(journaled.Kind == intent.Kind && journaled.Order.OrderId == intent.Order.OrderId
                    && journaled.Order.Quantity == intent.Order.Quantity
                    && journaled.Order.LimitPrice == intent.Order.LimitPrice,
                    $"Intent {intent.Sequence} is not what the venue got.");
                continue;
            }
            Require(MayHaveLostSeen,
                $"The venue has {intent.Kind} {intent.Sequence} of order {intent.Order.OrderId}, the journal has not.");
        }
        Require(venue.RepeatedOrders == 0, $"The venue refused {venue.RepeatedOrders} repeated order ids.");
    }

    private void RequireSettled(AuditResult audit)
    {
        var live = Summary!;
        Require(live.Shutdown.Fault is null, $"The last stop failed: {live.Shutdown.Fault}.");
        Require(live.LastSequence == audit.LastSequence,
            $"The engine ended at {live.LastSequence}, the journal at {audit.LastSequence}.");
        Require(live.StateDigest == audit.Model.Chain.StateDigest, "State at the end differs from a full replay.");
        foreach (ref readonly var order in audit.Model.Chain.View.Orders.Working)
        {
            var permission = audit.Model.Chain.View.Holds.PermissionFor(order.StrategyId, order.InstrumentId);
            Require(permission != Permission.Active,
                $"Order {order.OrderId} is still {order.Status} after the stop, and no hold says so.");
            Coverage.Count("orders unsettled at the end, held");
        }
    }

    private void RequireAgreesWithVenue(AuditResult audit, SimulatedVenue venue)
    {
        RequireIntentsKnown(audit, venue);
        for (var id = 0; id < 3; id++)
        {
            var engine = audit.Positions.GetValueOrDefault(id);
            Require(engine == venue.PositionOf(id),
                $"Position {engine} in instrument {id}, the venue holds {venue.PositionOf(id)}.");
        }
        var executions = venue.Executions;
        Require(audit.Executions == executions,
            $"{audit.Executions} executions are journaled, the venue made {executions}.");
        Require(MayHaveLostSeen || venue.OpenOrders <= audit.Model.Chain.OpenOrderCount,
            $"The venue works {venue.OpenOrders} orders, the engine knows of {audit.Model.Chain.OpenOrderCount}.");
    }
}
