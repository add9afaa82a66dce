using BenchmarkDotNet.Running;
using Microbenchmarks;
using Microbenchmarks.Ring;

// Own harnesses by name, where rounds must be interleaved by hand; everything else goes to BenchmarkDotNet.
switch (args)
{
    case ["ring", ..]:
        return RingHarness.Run(args[1..]);
    case ["journal", ..]:
        JournalBenchmarks.Run();
        return 0;
    case ["risk", ..]:
        RiskBenchmarks.Run();
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
