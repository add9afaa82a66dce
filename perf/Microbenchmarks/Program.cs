using BenchmarkDotNet.Running;
using Microbenchmarks.Ring;

if (args is ["ring", ..]) return RingHarness.Run(args[1..]);

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
