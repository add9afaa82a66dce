using System.Globalization;
using System.Text;

namespace Engine.Testing.Journals;

/// <summary>
/// Hand-made tick files whose prices swing, so that strategies trade. The same arguments give the same bytes.
/// </summary>
public static class TickFile
{
    /// <summary>2013-10-08T13:30:00Z.</summary>
    public const long FirstTimeNs = 1_381_239_000_000_000_000;

    private const long StepNs = 250_000_000;
    private const int SwingSteps = 120;
    private const int SwingCents = 40;

    /// <summary>
    /// Writes rows for the symbols in turn: a quote every quarter of a second, a trade with every third.
    /// </summary>
    public static string Write(string path, int rows, params string[] symbols)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        var text = new StringBuilder("ts_ns,symbol,kind,bid_px,bid_sz,ask_px,ask_sz,last_px,last_sz\n");
        for (var row = 0; row < rows; row++)
        {
            var index = row % symbols.Length;
            var step = row / symbols.Length;
            var timeNs = FirstTimeNs + (row * StepNs / symbols.Length);
            var cents = 5_000 + (1_000 * index) + Swing(step + (17 * index));
            var symbol = symbols[index];
            text.Append(step % 3 == 2
                ? FormattableString.Invariant($"{timeNs},{symbol},T,,,,,{Price(cents)},{100 + step}\n")
                : FormattableString.Invariant(
                    $"{timeNs},{symbol},Q,{Price(cents - 1)},{500 + step},{Price(cents + 1)},{600 + step},,\n"));
        }
        File.WriteAllText(path, text.ToString());
        return path;
    }

    // Flat for most of the time, then a spike that comes back: what a mean reversion waits for.
    private static int Swing(int step)
    {
        var phase = step % SwingSteps;
        var noise = step % 5;
        return phase < SwingSteps - 30 ? noise : noise + (step / SwingSteps % 2 == 0 ? SwingCents : -SwingCents);
    }

    private static string Price(int cents) => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);
}
