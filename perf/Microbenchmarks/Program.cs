using BenchmarkDotNet.Running;
using Microbenchmarks;
using Microbenchmarks.Journal;
using Microbenchmarks.Ring;

// Own harnesses by name, where rounds must be interleaved by hand; everything else goes to BenchmarkDotNet.
switch (args)
{
    case ["ring", ..]:
        return RingHarness.Run(args[1..]);
    case ["journal", ..]:
        return JournalBenchmarks.Run(args[1..]);
    case ["risk", ..]:
        RiskBenchmarks.Run();
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
