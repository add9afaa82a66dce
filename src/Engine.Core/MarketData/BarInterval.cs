using System.Text;

namespace Engine.Core.MarketData;

/// <summary>Tells the length of the bars of a file from its first block.</summary>
internal static class BarInterval
{
    /// <summary>
    /// Smallest distance between two successive bars of one symbol; 0 if no symbol has two. A distance that is larger
    /// than
    /// the bars are long makes them known late, never early; gaps at the start of a file therefore do no harm beyond
    /// delay.
    /// </summary>
    /// <param name="rows">Whole lines, without the header.</param>
    public static long Infer(ReadOnlySpan<byte> rows)
    {
        var starts = new Dictionary<string, long>(StringComparer.Ordinal);
        var smallest = long.MaxValue;
        while (!rows.IsEmpty)
        {
            var line = rows[..rows.IndexOf((byte)'\n')];
            rows = rows[(line.Length + 1)..];
            var timeEnd = line.IndexOf((byte)',');
            if (timeEnd < 0 || !CsvNumbers.TryParse(line[..timeEnd], 0, out var start)) continue;

            var symbol = line[(timeEnd + 1)..];
            var symbolEnd = symbol.IndexOf((byte)',');
            if (symbolEnd < 0) continue;

            var name = Encoding.Latin1.GetString(symbol[..symbolEnd]);
            if (starts.TryGetValue(name, out var before) && start > before)
                smallest = Math.Min(smallest, start - before);
            starts[name] = start;
        }
        return smallest == long.MaxValue ? 0 : smallest;
    }
}
