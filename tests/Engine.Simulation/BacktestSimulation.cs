using Engine.Core.Events;
using Engine.Core.Gateway;
using Engine.Core.Journal;
using Engine.Core.Replay;
using static Engine.Simulation.SimulationFailedException;

namespace Engine.Simulation;

/// <summary>A backtest that dies again and again must end as one that did not.</summary>
internal sealed class BacktestSimulation : SimulationBase
{
    private BacktestSimulation(Scenario scenario, Coverage coverage)
        : base(scenario, coverage)
    {
    }

    public static string Run(Scenario scenario, Coverage coverage)
    {
        var killed = new BacktestSimulation(scenario, coverage);
        killed.RunToEnd();
        var whole = new BacktestSimulation(scenario, new Coverage());
        whole.RunWhole();

        var (killedModel, killedInputs) = killed.ReadAll();
        var (wholeModel, wholeInputs) = whole.ReadAll();
        Require(killedInputs.Count == wholeInputs.Count,
            $"{killedInputs.Count} market-data inputs, {wholeInputs.Count} without deaths.");
        for (var i = 0; i < killedInputs.Count; i++)
        {
            Require(JournalAudit.IsSame(killedInputs[i], wholeInputs[i]),
                $"Input {i} is {killedInputs[i].Kind} at {killedInputs[i].TimestampNs}, "
                + $"without deaths {wholeInputs[i].Kind} at {wholeInputs[i].TimestampNs}.");
        }
        RequireSameState(killedModel, wholeModel);
        coverage.Count("market-data inputs compared", killedInputs.Count);
        return killedModel.Chain.Cursor.ToString();
    }

    protected override IOrderGateway Decorate(IOrderGateway inner) => inner;

    // After the planned lives, until one reaches the end of the data.
    private void RunToEnd()
    {
        RunLives();
        RunWhole();
    }

    private void RunWhole()
    {
        using var engine = Engine.Core.TradingEngine.Open(CreateSetup(), Storage);
        var plan = Scenario.Lives[^1] with { Records = int.MaxValue, Death = DeathKind.OrderedStop };
        using var life =
            new EngineLife(engine, plan, Storage, Time, Random, Witness, null, Coverage, 0) { IsLast = true };
        life.Run();
    }

    private (TradingModel Model, List<EngineEvent> Inputs) ReadAll()
    {
        var last = ManifestFile.Read(Storage).Runs.Last(run => run.End is { Records: > 0 }).End!.LastSequence;
        var audit = JournalAudit.Run(Storage, CreateSetup(), last, Witness, MayHaveLostSeen, Coverage);
        var inputs = new List<EngineEvent>();
        using var reader = JournalReader.Open(Storage);
        for (var records = reader.Read(); !records.IsEmpty; records = reader.Read())
        {
            foreach (var record in records)
            {
                if (record.LaneId < LaneIds.FirstSource || !record.IsInput) continue;
                var flags = record.Flags & ~EventFlags.LastOfGroup;
                inputs.Add(record with { Sequence = 0, CauseSequence = 0, Checksum = 0, Flags = flags });
            }
        }
        return (audit.Model, inputs);
    }

    private static void RequireSameState(TradingModel killed, TradingModel whole)
    {
        foreach (var (left, right) in killed.All.Tables.Zip(whole.All.Tables))
        {
            for (var i = 0; i < left.Capacity; i++)
            {
                Require(left.ReadBytes(i).SequenceEqual(right.ReadBytes(i)),
                    $"Part {left.PartId} ({left.EntityType.Name}) differs in entity {i}: "
                    + $"{Convert.ToHexString(left.ReadBytes(i))} and, without deaths, "
                    + $"{Convert.ToHexString(right.ReadBytes(i))}.");
            }
        }
        Require(killed.All.ComputeDigest() == whole.All.ComputeDigest(), "The state digests differ.");
    }
}
