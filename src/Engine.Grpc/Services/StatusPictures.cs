using Engine.Core;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Grpc.Hosting;
using Engine.Grpc.Terminal;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>
/// The status as callers get it. A picture is rendered once, however many ask for it; nobody changes a rendered one.
/// </summary>
internal sealed class StatusPictures(
    TradingEngine engine, EngineIdentity identity, ScopeNames names, LogLevels levels)
{
    private Rendered? _latest;

    /// <summary>Null until the follower has published for the first time.</summary>
    public Wire.EngineStatus? Latest()
    {
        if (engine.Board.Status is not { } status) return null;

        // Two that render the same at a time waste one rendering, and none waits for the other.
        var latest = Volatile.Read(ref _latest);
        if (latest is null || !ReferenceEquals(latest.Source, status))
            Volatile.Write(ref _latest, latest = new Rendered(status, Render(status)));
        return latest.Status;
    }

    /// <summary>Null until the follower has published for the first time.</summary>
    public Wire.Ladder? Ladder()
    {
        if (engine.Board.Status is not { } status) return null;

        var ladder = new Wire.Ladder { Sequence = status.Sequence };
        ladder.StepsPerTenThousand.AddRange(status.LadderSteps);
        ladder.Strategies.AddRange(status.Ladder.Select(WireValues.Of));
        return ladder;
    }

    private Wire.EngineStatus Render(EngineStatus status)
    {
        // Read after the picture: the lag is never negative.
        var durable = Math.Max(engine.DurableSequence, status.Sequence);
        var rendered = new Wire.EngineStatus
        {
            Sequence = status.Sequence,
            EngineTimeNs = status.EngineTimeNs,
            Mode = WireValues.Of(identity.Mode),
            Account = identity.Account,
            EngineId = identity.EngineId,
            Phase = WireValues.Of(status.Phase),
            Permission = WireValues.Of(status.Permission),
            IsReconciled = status.Counters.IsReconciled != 0,
            OpenOrders = status.OpenOrders,
            UnknownOrders = status.UnknownOrders,
            OldestUnknownAgeNs =
                status.OldestUnknownSinceNs == 0 ? 0 : status.EngineTimeNs - status.OldestUnknownSinceNs,
            ForeignOrders = status.ForeignOrders,
            UnattributedExecutions = status.Executions.Unattributed,
            ParkedRestatements = status.ParkedRestatements,
            OpenPositions = status.OpenPositions,
            Counters = Counters(status),
            DurableSequence = durable,
            LagRecords = durable - status.Sequence,
            Build = identity.Build,
            RunEpoch = engine.RunEpoch,
            LogLevel = (Wire.LogLevel)levels.InForce,
            WaitingApprovals = status.Approvals.Count,
            DeniedCalls = status.Edge.DeniedCalls,
            VenueLoss = VenueLoss(status),
            Arming = WireValues.Of(status.Arming),
        };
        if (status.AccountDay is { } day)
        {
            rendered.AccountDay = new Wire.AccountDay { Date = day.Date, StartTimeNs = day.StartNs };
            if (day.NextRollNs != long.MaxValue) rendered.AccountDay.NextRollTimeNs = day.NextRollNs;
        }
        if (status.Maintenance is { } window)
        {
            rendered.Maintenance = new Wire.MaintenanceWindow
            {
                Stage = window.Stage.ToString(),
                Name = window.Window,
                LeadStartTimeNs = window.LeadStartNs,
                StartTimeNs = window.StartNs,
                EndTimeNs = window.EndNs,
            };
        }
        rendered.Holds.AddRange(status.Holds.Select(hold => WireValues.Of(hold, names)));
        rendered.Breakers.AddRange(status.Breakers.Select(breaker => WireValues.Of(breaker, names)));
        rendered.Currencies.AddRange(status.Currencies.Select(WireValues.Of));
        return rendered;
    }

    private static Wire.VenueLoss? VenueLoss(EngineStatus status)
    {
        var edge = status.Edge;
        return edge.VenueLostReason == VenueReason.None ? null : new Wire.VenueLoss
        {
            Reason = edge.VenueLostReason.ToString(),
            LostTimeNs = edge.VenueLostNs,
            Text = VenueLossText.Of(edge.VenueLostReason),
        };
    }

    private static Wire.EngineCounters Counters(EngineStatus status) => new()
    {
        Quotes = status.Counters.QuoteCount,
        Trades = status.Counters.TradeCount,
        Bars = status.Counters.BarCount,
        Signals = status.Counters.SignalCount,
        Orders = status.Counters.OrderCount,
        Denials = status.Counters.DeniedCount,
        Cancels = status.Counters.CancelCount,
        Replaces = status.Counters.ReplaceCount,
        Executions = status.Counters.ExecutionCount,
        FilledOrders = status.Counters.FilledOrderCount,
        VenueRejects = status.Counters.VenueRejectCount,
        Anomalies = status.Counters.AnomalyCount,
        RefusedInputs = status.Counters.RefusedInputCount,
        Busts = status.Executions.Busts,
        Corrections = status.Executions.Corrections,
        RestatementsLost = status.Executions.RestatementsLost,
    };

    private sealed record Rendered(EngineStatus Source, Wire.EngineStatus Status);
}
