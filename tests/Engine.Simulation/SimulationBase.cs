using Engine.Core;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using Engine.Testing.FaultyStorage;
using static Engine.Simulation.SimulationFailedException;

namespace Engine.Simulation;

/// <summary>Lives of one engine on one faulty disk, each from the recovery of the one before.</summary>
internal abstract class SimulationBase
{
    protected SimulationBase(Scenario scenario, Coverage coverage)
    {
        Scenario = scenario;
        Coverage = coverage;
        Random = new Random(scenario.Seed ^ 0x5EED);
    }

    protected Scenario Scenario { get; }

    protected Coverage Coverage { get; }

    protected Random Random { get; }

    protected ManualTime Time { get; } = new();

    protected FaultyJournalStorage Storage { get; } = new();

    protected Witness Witness { get; } = new();

    /// <summary>A power loss under `written` has happened: what was seen may be gone from now on.</summary>
    protected bool MayHaveLostSeen { get; private set; }

    /// <summary>The ordered stop of the last life.</summary>
    protected EngineSummary? Summary { get; private set; }

    protected void RunLives()
    {
        for (var i = 0; i < Scenario.Lives.Count; i++)
        {
            var plan = Scenario.Lives[i];
            var isLast = !Scenario.IsBacktest && i == Scenario.Lives.Count - 1;
            Coverage.Count("lives");
            if (plan.RecoveryCrashOperation > 0 && TryDieInRecovery(plan)) Coverage.Count("starts that died");
            try
            {
                LiveOnce(plan, isLast);
                Storage.Faults.OnOperation = null; // The stop had fewer operations than were to be survived.
                Coverage.Count("ordered stops");
                if (!isLast && plan.IsPowerLoss) Storage.Crash(Random.Next());
            }
            catch (SimulatedCrashException crash)
            {
                Coverage.CountCrash(crash);
                Die(plan);
            }
            catch (JournalWriteException)
            {
                Coverage.Count("died of a failed write, sync or full disk");
                Die(plan);
            }
        }
    }

    protected abstract IOrderGateway Decorate(IOrderGateway inner);

    protected virtual WitnessGateway? Gateway => null;

    /// <summary>After recovery, before the first pass.</summary>
    protected virtual void OnOpened(TradingEngine engine, AuditResult audit, bool isLast)
    {
    }

    protected virtual void OnDied()
    {
    }

    /// <summary>The journal as recovery left it, against everything seen so far.</summary>
    private AuditResult Audit(TradingEngine engine)
    {
        var last = engine.Recovery.LastSequence;
        var audit = JournalAudit.Run(Storage, CreateSetup(), last, Witness, MayHaveLostSeen);
        if (last > 0)
        {
            var recovered = engine.Recovered.Model;
            Require(recovered.Chain.Cursor == audit.Model.Chain.Cursor,
                $"Recovery stands at {recovered.Chain.Cursor}, a full replay at {audit.Model.Chain.Cursor}.");
            Require(recovered.All.ComputeDigest() == audit.Model.All.ComputeDigest(),
                $"State after recovery from {engine.Recovered.SnapshotFile} differs from a full replay.");
            Require(recovered.All.FoldDigest() == audit.Model.All.FoldDigest(), "The kept digest of recovery differs.");
        }
        var highestSeen = Math.Max(Witness.Promised, Witness.Records.Keys.DefaultIfEmpty().Max());
        Require(engine.Recovery.NextSequence > highestSeen || highestSeen <= last,
            $"The next sequence is {engine.Recovery.NextSequence}, but {highestSeen} was seen and is gone.");
        return audit;
    }

    protected EngineSetup CreateSetup() => Scenario.CreateSetup(Time, Decorate);

    private void LiveOnce(LifePlan plan, bool isLast)
    {
        using var engine = TradingEngine.Open(CreateSetup(), Storage);
        CountRecovery(engine);
        OnOpened(engine, Audit(engine), isLast);
        using var life = new EngineLife(
            engine, plan, Storage, Time, Random, Witness, Gateway, Coverage, isLast ? 0 : Scenario.OperatorPerMille)
        {
            IsLast = isLast,
        };
        life.Run();
        Summary = life.Summary;
    }

    private bool TryDieInRecovery(LifePlan plan)
    {
        EngineLife.CrashAtOperation(Storage, plan.RecoveryCrashOperation);
        try
        {
            TradingEngine.Open(CreateSetup(), Storage).Dispose();
            Storage.Faults.OnOperation = null;
            Storage.KillProcess(); // Came through and dies right behind it.
            return false;
        }
        catch (SimulatedCrashException crash)
        {
            Coverage.CountCrash(crash);
            Die(plan);
            return true;
        }
    }

    private void Die(LifePlan plan)
    {
        var faults = Storage.Faults;
        faults.OnOperation = null;
        faults.FailingWrite = faults.FailingSync = 0;
        faults.CapacityBytes = long.MaxValue;
        OnDied();
        if (plan.IsPowerLoss)
        {
            Coverage.Count("power losses");
            MayHaveLostSeen |= !Scenario.IsSynced;
            Storage.Crash(Random.Next());
        }
        else
        {
            Coverage.Count("process deaths");
            Storage.KillProcess();
        }
    }

    private void CountRecovery(TradingEngine engine)
    {
        var recovery = engine.Recovery;
        if (engine.Recovered.SnapshotFile is not null) Coverage.Count("recoveries from a snapshot");
        Coverage.Count("snapshots passed over", engine.Recovered.SkippedSnapshots.Count);
        if (recovery.CutRecords > 0) Coverage.Count("recoveries with a cut tail");
        if (recovery.NextSequence > recovery.LastSequence + 1) Coverage.Count("recoveries with a sequence jump");
        if (recovery.WasUnclean && recovery.LastSequence > 0 && engine.Recovered.Model.Chain.OpenOrderCount > 0)
            Coverage.Count("recoveries with working orders");
    }
}
