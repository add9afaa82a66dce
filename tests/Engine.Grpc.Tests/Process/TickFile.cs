using System.Globalization;
using System.Text;

namespace Engine.Grpc.Tests.Process;

/// <summary>Made-up ticks as text: a price that swings, a quote a row and now and then a trade.</summary>
internal static class TickFile
{
    public const string Header = "ts_ns,symbol,kind,bid_px,bid_sz,ask_px,ask_sz,last_px,last_sz\n";

    private const long StartNs = 1_767_623_400_000_000_000;
    private const long StepNs = 200_000_000;

    public static string Create(string symbol, int rows, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder(Header);
        var cents = 5_000.0;
        for (var i = 0; i < rows; i++)
        {
            cents += ((5_000 - cents) * 0.005) + ((random.NextDouble() - 0.5) * 8);
            text.Append(Row(StartNs + (i * StepNs) + seed, symbol, (int)cents, isTrade: random.Next(3) == 0));
        }
        return text.ToString();
    }

    private static string Row(long timeNs, string symbol, int cents, bool isTrade) => isTrade
        ? string.Create(CultureInfo.InvariantCulture, $"{timeNs},{symbol},T,,,,,{cents / 100m:F2},400\n")
        : string.Create(CultureInfo.InvariantCulture,
            $"{timeNs},{symbol},Q,{cents / 100m:F2},300,{(cents + 1) / 100m:F2},300,,\n");
}
