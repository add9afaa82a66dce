using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Engine.Core.Events;
using Engine.Core.Strategies;

namespace BadStrategies;

// Strategies that ask their surroundings. One sin each, named by the type; the verifier must report every one.

public sealed class ReadsClock : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public void OnStart(StrategyContext context) => context.SetTimer(DateTime.UtcNow.Ticks * 100, 0);
}

public sealed class ReadsStopwatch : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public void OnStart(StrategyContext context) => context.SetTimer(Stopwatch.GetTimestamp(), 0);
}

public sealed class ReadsFile : IStrategy
{
    public void Configure(StrategySetup setup) =>
        setup.RequestBars(new BarSpec(BarKind.Time, File.ReadAllBytes("x").Length));
}

public sealed class OpensSocket : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public void OnStart(StrategyContext context) => new UdpClient().Dispose();
}

public sealed class DrawsRandom : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public void OnStart(StrategyContext context) => context.SetTimer(Random.Shared.NextInt64(), 0);
}

public sealed class DrawsGuid : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public void OnStart(StrategyContext context) => context.Cancel(Guid.NewGuid().GetHashCode());
}

public sealed class DrawsSecureRandom : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public void OnStart(StrategyContext context) => context.Cancel(RandomNumberGenerator.GetInt32(9));
}

public sealed class StartsThread : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public void OnStart(StrategyContext context) => new Thread(() => context.Cancel(1)).Start();
}

public sealed class StartsTask : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public void OnStart(StrategyContext context) => Task.Run(() => context.Cancel(1));
}

public sealed class ReadsEnvironment : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public void OnStart(StrategyContext context) => context.Cancel(Environment.ProcessId);
}

public sealed class ReadsCulture : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public void OnStart(StrategyContext context) => context.Cancel(CultureInfo.CurrentCulture.LCID);
}

public sealed class ParsesByCulture : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public void OnStart(StrategyContext context) => context.Cancel(long.Parse("1"));
}

public sealed class WritesConsole : IStrategy
{
    public void Configure(StrategySetup setup) => Console.WriteLine("x");
}

public sealed class CallsNative : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public void OnStart(StrategyContext context) => context.Cancel(getpid());

    [DllImport("libc")]
    private static extern int getpid();
}

public sealed class UsesReflection : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public void OnStart(StrategyContext context) => typeof(UsesReflection).GetMethod("OnStop")!.Invoke(this, [context]);
}

public sealed class UsesPointers : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public unsafe void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote)
    {
        fixed (QuotePayload* payload = &quote) context.Cancel((long)payload);
    }
}

public sealed class UsesHashOfText : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public void OnStart(StrategyContext context) => context.Cancel("x".GetHashCode());
}

public sealed class UsesSine : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote) =>
        context.Signal(instrumentId, (long)(Math.Sin(quote.BidPrice) * 100), 0, 0, 0);
}

public sealed class UsesJournal : IStrategy
{
    public void Configure(StrategySetup setup)
    {
    }

    public void OnStart(StrategyContext context) =>
        context.Cancel(typeof(Engine.Core.Journal.JournalFormat).Name.Length);
}
