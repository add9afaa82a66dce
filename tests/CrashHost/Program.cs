using System.Globalization;
using CrashHost;
using Engine.Core;
using Engine.Core.Config;
using Engine.Core.Journal;
using Engine.Core.Loading;

// crashhost POINT N KEY=VALUE...: the real engine on the real disk, dead at the N-th time that POINT is reached.
if (args.Length < 2 || !CrashPoint.All.Contains(args[0]))
{
    Console.Error.WriteLine("usage: crashhost " + string.Join('|', CrashPoint.All) + " N KEY=VALUE...");
    return 64;
}

var crash = new CrashSwitch(args[0], long.Parse(args[1], CultureInfo.InvariantCulture));
var config = new CanonicalConfig(args[2..].Select(setting =>
{
    var separator = setting.IndexOf('=', StringComparison.Ordinal);
    return KeyValuePair.Create(setting[..separator], setting[(separator + 1)..]);
}));
StrategyCatalog.Pin(config);
var setup = new EngineSetup(config, new StrategyCatalog(), "crashhost")
{
    DecorateGateway = gateway => new CrashingGateway(gateway, crash),
};
var storage = new CrashingStorage(DiskStorage.CreateOrOpen(setup.Options.JournalDirectory), crash);
using var engine = TradingEngine.Open(setup, storage, sequence => storage.Recovering($"replay at {sequence}"));
if (crash.IsArmed(CrashPoint.DuringRecovery)) crash.Die("everything recovered, nothing started");
storage.EndRecovery();
var flatten = CrashPoint.IsOfFlatten(args[0]) ? new FlattenOnce(engine, crash) : null;
_ = engine.Run(_ => flatten?.Look());
Console.Error.WriteLine($"crashhost: {args[0]} was reached fewer than {args[1]} times");
return 70;
