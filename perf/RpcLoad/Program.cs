using System.Globalization;
using Grpc.Net.Client;
using RpcLoad;

const string usage = """
    RpcLoad: Engine.Rpc beside a bare Kestrel endpoint, in turn, over loopback, client and server in two processes.
      [--seconds 3] [--rounds 3] [--case TEXT]     TEXT: only cases whose name holds it
    """;

if (args is [LoadServer.Verb]) return await LoadServer.RunAsync();

double seconds = 3;
var rounds = 3;
var filter = "";
for (var i = 0; i < args.Length; i += 2)
{
    var value = i + 1 < args.Length ? args[i + 1] : "";
    var isGood = args[i] switch
    {
        "--seconds" => double.TryParse(value, CultureInfo.InvariantCulture, out seconds) && seconds is > 0 and <= 600,
        "--rounds" => int.TryParse(value, CultureInfo.InvariantCulture, out rounds) && rounds is > 0 and <= 100,
        "--case" => (filter = value).Length > 0,
        _ => false,
    };
    if (isGood) continue;

    Console.Error.WriteLine($"RpcLoad: '{args[i]} {value}' cannot be used.\n{usage}");
    return 64;
}

using var server = await ServerProcess.StartAsync();
using var channel = GrpcChannel.ForAddress(server.Layered);
using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false });
const int small = 64;
const int large = 64 * 1024;
int[] unaryWorkers = [1, 16, 64];
int[] pingPongStreams = [1, 16];
LoadCase[] cases =
[
    .. unaryWorkers.Select(n => new LoadCase(
        $"unary, {n} in flight", n, () => new LayeredUnary(channel, small),
        () => new BareUnary(invoker, server.Bare, small))),
    .. pingPongStreams.Select(n => new LoadCase(
        $"ping-pong, {n} streams", n, () => new LayeredPingPong(channel, small),
        () => new BarePingPong(invoker, server.Bare, small))),
    new("unary 64 KiB, 1 in flight", 1, () => new LayeredUnary(channel, large),
        () => new BareUnary(invoker, server.Bare, large)),
    new("server stream, 1 watcher", 1, () => new LayeredFlood(channel, small), null),
];

Console.WriteLine($"Medians of {rounds} rounds of {seconds} s, in turn. Cores: {Environment.ProcessorCount}.");
Console.WriteLine("Times in us; CPU is that of client and server per exchange; ratios: medians over pairs of rounds.");
Console.WriteLine(
    "| case | rate/s | p50 | p99 | CPU | bytes client, server | bare rate/s | bare p50 | bare p99 | bare CPU"
    + " | rate ratio | CPU ratio |");
Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
foreach (var one in cases.Where(c => c.Name.Contains(filter, StringComparison.Ordinal)))
{
    var layered = new List<Round>();
    var bare = new List<Round>();
    for (var round = 0; round < rounds; round++)
    {
        layered.Add(await one.MeasureAsync(one.Layered, server, TimeSpan.FromSeconds(seconds)));
        if (one.Bare is not null) bare.Add(await one.MeasureAsync(one.Bare, server, TimeSpan.FromSeconds(seconds)));
    }
    var ours = Round.Median(layered);
    Console.Write(string.Create(
        CultureInfo.InvariantCulture,
        $"| {one.Name} | {ours.PerSecond:N0} | {ours.P50Us:N0} | {ours.P99Us:N0} | {ours.CpuUs:N1} |"
            + $" {ours.ClientBytes:N0}, {ours.ServerBytes:N0} |"));
    if (bare.Count == 0)
    {
        Console.WriteLine(" - | - | - | - | - | - |");
        continue;
    }
    var least = Round.Median(bare);
    var pairs = layered.Zip(bare).ToArray();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $" {least.PerSecond:N0} | {least.P50Us:N0} | {least.P99Us:N0} | {least.CpuUs:N1} |"
            + $" {MedianOf(pairs.Select(p => p.First.PerSecond / p.Second.PerSecond)):N2} |"
            + $" {MedianOf(pairs.Select(p => p.First.CpuUs / p.Second.CpuUs)):N2} |"));
}
return 0;

static double MedianOf(IEnumerable<double> values)
{
    double[] ordered = [.. values.Order()];
    return ordered[ordered.Length / 2];
}
