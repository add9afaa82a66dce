using System.Runtime.InteropServices;
using Engine.Core;
using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Replay;
using Engine.Core.Risk;
using static Engine.Simulation.SimulationFailedException;

namespace Engine.Simulation;

/// <summary>
/// Reads a whole journal, replays it from its first record, and holds it against what was seen from outside: the checks
/// of the invariants that hold whatever crashed.
/// </summary>
internal sealed class JournalAudit
{
    private readonly Witness _witness;
    private readonly bool _mayLoseSeen;
    private readonly Coverage? _coverage;
    private readonly Dictionary<int, HoldPayload> _holds = [];
    private readonly HashSet<string> _executionIds = [];
    private readonly List<EngineEvent> _group = [];
    private EnginePhase _phase;
    private int _recordsSeen;
    private int _placesSeen;

    private JournalAudit(Witness witness, bool mayLoseSeen, Coverage? coverage)
    {
        _witness = witness;
        _mayLoseSeen = mayLoseSeen;
        _coverage = coverage;
    }

    public static bool IsSame(in EngineEvent left, in EngineEvent right) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<EngineEvent>(in left))
            .SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<EngineEvent>(in right)));

    /// <param name="lastSequence">Where the journal ends.</param>
    /// <param name="mayLoseSeen">A power loss under `written` may have taken what was seen.</param>
    /// <param name="coverage">Counts what the journal holds; null to count nothing.</param>
    /// <exception cref="SimulationFailedException">A check failed.</exception>
    public static AuditResult Run(
        IJournalStorage storage, EngineSetup setup, long lastSequence, Witness witness, bool mayLoseSeen,
        Coverage? coverage = null)
    {
        var verified = JournalVerifier.Verify(storage);
        Require(verified.IsIntact, $"The journal is damaged: {string.Join("; ", verified.Findings)}");

        var manifest = ManifestFile.Read(storage);
        var factory = new ModelFactory(setup.Catalog);
        var result = new AuditResult
        {
            Model = factory.Create(manifest.Runs.Count > 0
                ? JournalConfig.Find(storage, manifest.Runs[0]) ?? setup.ConfigText
                : setup.ConfigText),
            LastSequence = lastSequence,
        };
        new JournalAudit(witness, mayLoseSeen, coverage).Read(storage, manifest, result);
        return result;
    }

    private void Read(IJournalStorage storage, JournalManifest manifest, AuditResult result)
    {
        var firsts = manifest.Runs.Select(run => run.FirstSequence).ToHashSet();
        var runner = new ReplayRunner(result.Model);
        using var reader = JournalReader.Open(storage);
        var previous = 0L;
        while (previous < result.LastSequence)
        {
            var records = reader.ReadUpTo(result.LastSequence);
            Require(!records.IsEmpty, $"The journal ends at {previous}, not at {result.LastSequence}.");
            foreach (ref readonly var record in records)
            {
                var isNext = record.Sequence == previous + 1
                    || (record.Sequence > previous && firsts.Contains(record.Sequence));
                Require(isNext, $"Sequence {record.Sequence} follows {previous}.");
                Require(record.Kind == EventKind.EngineStarted || !firsts.Contains(record.Sequence),
                    $"Run at {record.Sequence} begins with {record.Kind}.");
                previous = record.Sequence;
                TakeRecord(in record, result, runner);
            }
        }
        Require(_group.Count == 0, "The journal ends inside a group.");
        RequireSeen(result);
    }

    private void TakeRecord(in EngineEvent record, AuditResult result, ReplayRunner runner)
    {
        if (_witness.Records.TryGetValue(record.Sequence, out var seen))
        {
            _recordsSeen++;
            Require(IsSame(in seen, in record),
                $"Sequence {record.Sequence} was {seen.Kind} when it was seen, now it is {record.Kind}.");
        }
        _group.Add(record);
        if (!record.IsLastOfGroup) return;

        var isReplayed = runner.Feed(CollectionsMarshal.AsSpan(_group));
        Require(isReplayed, isReplayed ? "" : ReplayDivergedException.Text(runner.Divergence!));
        foreach (ref readonly var member in CollectionsMarshal.AsSpan(_group)) Follow(in member, result);
        _group.Clear();
        if (_witness.Places.TryGetValue(record.Sequence, out var place))
        {
            _placesSeen++;
            var now = runner.Model.Chain.Cursor;
            Require(place == now, $"The follower stood at {place}, the journal now leads to {now}.");
        }
    }

    private void Follow(in EngineEvent e, AuditResult result)
    {
        _coverage?.Count($"records {e.Kind}");
        switch (e.Kind)
        {
            case EventKind.PhaseChanged:
                _phase = e.Lifecycle.ToPhase;
                break;
            case EventKind.HoldPlaced:
                _holds[e.Hold.HoldId] = e.Hold;
                break;
            case EventKind.HoldReleased:
                _holds.Remove(e.Hold.HoldId);
                break;
            case EventKind.OrderRequested:
                RequirePermitted(in e, TradeAction.Submit);
                Require(result.OrdersById.TryAdd(e.Order.OrderId, e), $"Order id {e.Order.OrderId} was given twice.");
                result.IntentsBySequence.Add(e.Sequence, e);
                break;
            case EventKind.OrderTerms when e.OrderTerms.ParentOrderId != 0:
                _coverage?.Count("legs fired");
                break;
            case EventKind.ReplaceRequested:
                RequirePermitted(in e, TradeAction.Replace);
                result.IntentsBySequence.Add(e.Sequence, e);
                break;
            case EventKind.CancelRequested:
                RequirePermitted(in e, TradeAction.Cancel);
                result.IntentsBySequence.Add(e.Sequence, e);
                break;
            case EventKind.Execution when _executionIds.Add(e.Execution.ExecutionId.ToString()):
                var signed = e.Execution.Side == Side.Buy ? e.Execution.Quantity : -e.Execution.Quantity;
                result.Positions[e.InstrumentId] = result.Positions.GetValueOrDefault(e.InstrumentId) + signed;
                result.Executions++;
                break;
        }
    }

    private void RequirePermitted(in EngineEvent e, TradeAction action)
    {
        var permission = Permission.Active;
        foreach (var hold in _holds.Values)
        {
            var applies = hold.Scope switch
            {
                HoldScope.Strategy => hold.ScopeId == e.StrategyId,
                HoldScope.Instrument => hold.ScopeId == e.InstrumentId,
                _ => true,
            };
            if (applies && hold.Permission > permission) permission = hold.Permission;
        }
        // The record of a replacement carries the class of the order; what the replacement would do may be less.
        var orderClass = action == TradeAction.Replace && e.Order.Class == OrderClass.Opening
            ? OrderClass.Reducing
            : e.Order.Class;
        var code = PermissionTable.Decide(_phase, permission, action, orderClass);
        Require(code == RiskCode.Accepted, $"{e.Kind} {e.Sequence} in phase {_phase} under {permission}: {code}.");
    }

    private void RequireSeen(AuditResult result)
    {
        if (!_mayLoseSeen)
        {
            Require(_witness.Promised <= result.LastSequence,
                $"Sequence {_witness.Promised} was called durable, the journal ends at {result.LastSequence}.");
            Require(_recordsSeen == _witness.Records.Count,
                $"{_witness.Records.Count - _recordsSeen} records that the gateway saw are missing.");
            Require(_placesSeen == _witness.Places.Count,
                $"{_witness.Places.Count - _placesSeen} places that the follower saw are missing.");
        }
        var view = result.Model.Chain.View;
        for (var id = 0; id < view.Market.InstrumentCount; id++)
        {
            var position = view.Portfolio.Position(id).Quantity;
            Require(position == result.Positions.GetValueOrDefault(id),
                $"Position {position} in instrument {id}, its executions sum up to "
                + $"{result.Positions.GetValueOrDefault(id)}.");
        }
        Require(result.Model.Chain.StateDigest == result.Model.Chain.ComputeStateDigest(),
            "The incremental state digest differs from the recomputed one.");
        Require(
            view.Risk.AgreesWith(view.Orders, view.ForeignOrders),
            "Risk counts other open orders than the order table holds.");
    }
}
