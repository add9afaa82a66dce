using Engine.Core.Events;

namespace LoadTest.Workload;

/// <summary>
/// A burst with what came before and after it: which recorded row is due when. Times count from the first row.
/// </summary>
/// <param name="Positions">1 for the first row of the burst itself, and so on; 0 for those around it.</param>
internal sealed record BurstProfile(
    string Name, IReadOnlyList<long> OffsetsNs, IReadOnlyList<int> Records, IReadOnlyList<int> Positions)
{
    private const long LeadNs = 5_000_000;
    private const long TailNs = 10_000_000;

    /// <summary>The densest windows of recorded rows, with what lies around them.</summary>
    public static IReadOnlyList<BurstProfile> FromRecording(
        string name, RecordedRows rows, long widthNs, int count)
    {
        var indexes = Enumerable.Range(0, rows.Records.Length)
            .Where(i => RecordedRows.IsRow(in rows.Records[i])).ToArray();
        var times = indexes.Select(i => rows.Records[i].TimestampNs).ToArray();
        return
        [
            .. BurstFinder.Densest(times, widthNs, count)
                .Select((burst, rank) => Around($"{name} #{rank + 1}", burst, indexes, times, widthNs)),
        ];
    }

    /// <summary>So many quotes at equal distances within a time, where there is no recording.</summary>
    public static BurstProfile Even(RecordedRows rows, int quotes, long withinNs)
    {
        var quoted = Enumerable.Range(0, rows.Records.Length)
            .Where(i => rows.Records[i].Kind == EventKind.Quote).Take(quotes).ToArray();
        return new BurstProfile(
            $"{quotes} quotes evenly in {withinNs / 1e6:0.###} ms",
            [.. Enumerable.Range(0, quotes).Select(i => i * withinNs / quotes)],
            [.. Enumerable.Range(0, quotes).Select(i => quoted[i % quoted.Length])],
            [.. Enumerable.Range(1, quotes)]);
    }

    private static BurstProfile Around(string name, Burst burst, int[] indexes, long[] times, long widthNs)
    {
        var first = burst.First;
        while (first > 0 && times[first - 1] >= burst.StartNs - LeadNs) first--;
        var end = burst.First + burst.Count;
        while (end < times.Length && times[end] < burst.StartNs + widthNs + TailNs) end++;
        var all = Enumerable.Range(first, end - first).ToArray();
        return new BurstProfile(
            $"{name}, {burst.Count} rows",
            [.. all.Select(i => times[i] - times[first])],
            [.. all.Select(i => indexes[i])],
            [.. all.Select(i => i >= burst.First && i < burst.First + burst.Count ? i - burst.First + 1 : 0)]);
    }
}
