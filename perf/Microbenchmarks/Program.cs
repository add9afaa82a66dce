using BenchmarkDotNet.Running;
using Microbenchmarks;

// Own harnesses by name, where rounds must be interleaved by hand; everything else goes to BenchmarkDotNet.
switch (args.FirstOrDefault())
{
    case "journal":
        JournalBenchmarks.Run();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
}
