using Engine.Core.Config;
using LoadTest;
using LoadTest.Commands;
using LoadTest.Output;
using LoadTest.Wire;
using LoadTest.Workload;

const string usage = """
    LoadTest: the whole path of the engine under load. Every command takes --json FILE, --html FILE (a page
    with plots that needs nothing else) and --folder DIR (for journals); latency, saturation, bursts, wire, halt and
    watchers take --set KEY=VALUE for settings of the engine.
      throughput  [--data FILE ...] [--source files|memory] [--seconds 10] [--warmup 2] [--repeat N] [--strategy NAME]
                  [--every N] [--durability written,synced] [--layout LAYOUT] [--check yes|no]
      latency     [--rate 100000] [--every 10] [--seconds 10] [--durability written,synced] [--layout LAYOUT]
                  [--poll no|yes]
      saturation  [--rate 100000] [--rate-max 4000000] [--w99-us 2000] [--backlog-us 2000] [--seconds 3] [--tries 2]
                  [--precision-percent 10] [--every 10] [--durability written,synced] [--layout LAYOUT]
      bursts      [--data FILE ...] [--speed 1,10,1000000] [--bursts 3] [--repeats 50] [--width-us 1000] [--every 1]
                  [--durability written] [--layout LAYOUT] [--poll yes|no]
      wire        [--transport unix|tcp] [--rate 20000] [--every 10] [--seconds 4] [--durability written,synced]
                  [--layout LAYOUT] [--spin busy] [--poll yes|no]
      recovery    [--events 50000000]
      halt        [--halts 100] [--rate 500000] [--queued 2000] [--interval 400] [--durability written,synced]
      watchers    [--watchers 1000] [--tails 10] [--mute 50] [--rate 50000] [--every 10] [--seconds 5] [--rounds 3]
                  [--content whole|record] [--bytes-per-second 134217728] [--poll yes|no]
      metrics     [--rate 50000] [--every 10] [--rounds 3] [--seconds 5] [--warmup 1] [--strategy NAME]
                  [--durability written]
      stop        [--mode cancel,drain,flatten,park] [--rate 500000] [--queued 2000] [--durability written]
      first-order [--rounds 7] [--rate 1000] [--every 5] [--seconds 8] [--durability written] [--layout LAYOUT]
      idle        [--seconds 10] [--layout LAYOUT]
      soak        [--rate 200000] [--minutes 20] [--warmup 120] [--every 20] [--durability written] [--layout LAYOUT]
                  [--segments 8] [--snapshots 4000000]
      replay      [--journal DIR] [--data FILE ...] [--strategy NAME] [--every 20] [--records 5000000] [--rounds 5]
      memory      [--data FILE ...] [--repeat 2]
      compare     --a DLL --b DLL --command "COMMAND OPTIONS" [--rounds 7] [--figures REGEX] [--guard yes|no]
                  two builds in turn; perf/compare makes them of folders or revisions
      report      --json FILE [--json FILE ...] --html FILE      one page of what was measured, side by side
    """;

if (args.Length == 0)
{
    Console.Error.WriteLine(usage);
    return 64;
}
try
{
    var options = new LoadOptions(args[1..]);
    if (args[0] == "report") return HtmlOutput.Report(options) ? 0 : 1;

    using var html = new HtmlOutput(options);
    var isGood = args[0] switch
    {
        "throughput" => new ThroughputCommand(options).Run(Console.Out),
        "latency" => new LatencyCommand(options).Run(Console.Out),
        "saturation" => new SaturationCommand(options).Run(Console.Out),
        "bursts" => new BurstsCommand(options).Run(Console.Out),
        "compare" => new CompareCommand(options).Run(Console.Out),
        "wire" => new WireCommand(options).Run(Console.Out),
        WirePeer.Verb => WirePeer.Serve(options),
        "recovery" => new RecoveryCommand(options).Run(Console.Out),
        "replay" => new ReplayCommand(options).Run(Console.Out),
        "memory" => new MemoryCommand(options).Run(Console.Out),
        "first-order" => new FirstOrderCommand(options).Run(Console.Out),
        FirstOrderCommand.RunVerb => FirstOrderCommand.RunOnce(options, Console.Out),
        "idle" => new IdleCommand(options).Run(Console.Out),
        "soak" => new SoakCommand(options).Run(Console.Out),
        "halt" => new HaltCommand(options).Run(Console.Out),
        "watchers" => new WatchersCommand(options).Run(Console.Out),
        "metrics" => new MetricsCommand(options).Run(Console.Out),
        WatchingClients.Verb => WatchingClients.Run(options),
        "stop" => new StopCommand(options).Run(Console.Out),
        VenueProcess.Verb => VenueProcess.Serve(options),
        RecoveryCommand.WriteVerb => RecoveryCommand.WriteUntilKilled(options),
        RecoveryCommand.StartVerb => RecoveryCommand.StartAndReport(options, Console.Out),
        var other => throw ConfigException.Invalid("(command)", other, usage),
    };
    html.Write();
    return isGood ? 0 : 1;
}
catch (ConfigException exception)
{
    Console.Error.WriteLine("LoadTest: " + exception.Message);
    return 64;
}
