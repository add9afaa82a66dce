using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Engine.Core.Tests.ArchitectureFixtures.Risk;

// One sin per type. The determinism rules must report each of them; nothing here ever runs.

public static class BadClock
{
    public static long Now() => DateTime.UtcNow.Ticks;
}

public static class BadStopwatch
{
    public static long Now() => Stopwatch.GetTimestamp();
}

public static class BadTickCount
{
    public static long Now() => Environment.TickCount64;
}

public static class BadTimeZone
{
    public static string Zone() => TimeZoneInfo.Local.Id;
}

public static class BadRandom
{
    public static int Draw() => Random.Shared.Next();
}

public static class BadGuid
{
    public static Guid Draw() => Guid.NewGuid();
}

public static class BadGenerator
{
    public static void Draw(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}

public static class BadThread
{
    public static void Run(Action action) => new Thread(() => action()).Start();
}

public static class BadTask
{
    public static Task Run(Action action) => Task.Run(action);
}

public static class BadLock
{
    private static readonly object Gate = new();

    public static void Enter() => Monitor.Enter(Gate);
}

public static class BadFile
{
    public static bool Look(string path) => File.Exists(path);
}

public static class BadSocket
{
    public static object Open() => new System.Net.Sockets.UdpClient();
}

public static class BadCulture
{
    public static string Name() => CultureInfo.CurrentCulture.Name;
}

public static class BadParse
{
    public static long Read(string text) => long.Parse(text);
}

public static class BadToString
{
    public static string Write(long value) => value.ToString();
}

public static class BadCompare
{
    public static int Order(string left, string right) => string.Compare(left, right);
}

public static class BadUpper
{
    public static string Upper(string text) => text.ToUpper();
}

public static class BadDictionaryOrder
{
    private static readonly Dictionary<int, long> Values = [];

    public static long First()
    {
        foreach (var (_, value) in Values) return value;
        return 0;
    }
}

public static class BadSetOrder
{
    private static readonly HashSet<int> Values = [];

    public static int First()
    {
        foreach (var value in Values) return value;
        return 0;
    }
}

public static class BadKeyOrder
{
    private static readonly Dictionary<int, long> Values = [];

    public static Dictionary<int, long>.KeyCollection Ids() => Values.Keys;
}

public static class BadFloatField
{
    public static float Ratio { get; set; }
}

public static class BadFloatLocal
{
    public static long Scale(long value)
    {
        double scaled = value;
        return (long)(scaled * 1.5);
    }
}

public static class BadDecimal
{
    public static decimal Price { get; set; }
}

public static class BadMath
{
    public static long Root(long value) => (long)Math.Sqrt(value);
}

public static class BadHashCode
{
    public static int Of(int left, int right) => HashCode.Combine(left, right);
}

public static class BadStringHash
{
    public static int Of(string text) => text.GetHashCode();
}

public static class BadLinq
{
    public static long Sum(long[] values) => values.Sum();
}

public static class BadVolatile
{
    private static volatile int _stop;

    public static bool IsStopped => _stop != 0;

    public static void Stop() => _stop = 1;
}

public static class BadInLambda
{
    public static Func<long> Clock() => () => Stopwatch.GetTimestamp();
}
