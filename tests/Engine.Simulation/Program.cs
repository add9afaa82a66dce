using System.Diagnostics;
using System.Globalization;

namespace Engine.Simulation;

/// <summary>
/// The campaign: <c>--seeds N [--from S]</c>, or one seed with <c>--seed S</c>, and then <c>--order ID</c> to read what
/// the journal says of an order. Exit code 1 if a seed failed.
/// </summary>
public static class Program
{
    private const int FailuresMax = 10;

    public static int Main(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var from = 1;
        var count = 1_000;
        var story = 0L;
        for (var i = 0; i + 1 < arguments.Length; i += 2)
        {
            var number = int.Parse(arguments[i + 1], CultureInfo.InvariantCulture);
            switch (arguments[i])
            {
                case "--seeds":
                    count = number;
                    break;
                case "--from":
                    from = number;
                    break;
                case "--seed":
                    (from, count) = (number, 1);
                    break;
                case "--order":
                    story = number;
                    break;
                default:
                    Console.Error.WriteLine($"Unknown option {arguments[i]}: give --seeds N, --from S or --seed S.");
                    return 64;
            }
        }
        return RunSeeds(from, count, story);
    }

    private static int RunSeeds(int from, int count, long storyOfOrder)
    {
        var coverage = new Coverage();
        var failed = new List<int>();
        var clock = Stopwatch.StartNew();
        for (var seed = from; seed < from + count && failed.Count < FailuresMax; seed++)
        {
            try
            {
                Simulation.Run(seed, coverage, storyOfOrder);
            }
            catch (SimulationFailedException failure)
            {
                failed.Add(seed);
                Console.WriteLine($"FAILED seed {seed}: {failure.Message}\n");
            }
            if ((seed - from) % 50 == 49)
                Console.WriteLine($"{seed - from + 1} seeds, {failed.Count} failed, {clock.Elapsed.TotalSeconds:F0} s");
        }
        Console.WriteLine(coverage);
        Console.WriteLine(
            $"{count} seeds from {from}: {failed.Count} failed {string.Join(' ', failed)} in "
                + $"{clock.Elapsed.TotalSeconds:F0} s");
        return failed.Count == 0 ? 0 : 1;
    }
}
