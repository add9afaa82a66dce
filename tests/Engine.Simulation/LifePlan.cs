namespace Engine.Simulation;

/// <summary>One life of the engine, drawn from the seed.</summary>
/// <param name="Records">Journaled in this life before its end begins.</param>
/// <param name="IsPowerLoss">The machine dies, too: unsynced writes are dropped, torn and reordered.</param>
/// <param name="RecoveryCrashOperation">Storage operation of the start at which it dies already; 0 = none.</param>
/// <param name="EndOperation">Operation, send or write of the end at which it happens.</param>
/// <param name="Weights">How often source, logic, journal, gateway and follower have their turn.</param>
/// <param name="AdvanceNsMax">Longest step of time between two passes.</param>
internal sealed record LifePlan(
    int Records, DeathKind Death, bool IsPowerLoss, int RecoveryCrashOperation, int EndOperation, int[] Weights,
    long AdvanceNsMax)
{
    public static LifePlan Draw(Random random, bool isLast, bool mayRoll, DeathKind? death = null) => new(
        Records: isLast ? random.Next(300, 900)
            : mayRoll && random.Next(6) == 0 ? random.Next(7_800, 10_000) : random.Next(40, 2_500),
        Death: isLast ? DeathKind.OrderedStop : death ?? (DeathKind)random.Next((int)DeathKind.OrderedStop + 1),
        IsPowerLoss: random.Next(2) == 0,
        RecoveryCrashOperation: !isLast && random.Next(4) == 0 ? random.Next(1, 40) : 0,
        EndOperation: random.Next(1, 40),
        Weights: [random.Next(1, 9), random.Next(1, 9), random.Next(1, 9), random.Next(1, 9), random.Next(1, 9)],
        AdvanceNsMax: 1L << random.Next(17, 23));

    public override string ToString() =>
        $"{Records} records, {Death}{(IsPowerLoss ? " with power loss" : "")} at {EndOperation}, "
        + $"recovery dies at {RecoveryCrashOperation}, weights {string.Join('/', Weights)}, step {AdvanceNsMax} ns";
}
