using System.Text;
using Engine.Grpc.Metrics.Entries;

namespace Engine.Grpc.Metrics;

/// <summary>
/// Every metric there is: instruments, the exposition and the table of docs/METRICS.md are made from this list.
/// </summary>
internal static class MetricCatalog
{
    public static IReadOnlyList<MetricEntry> All { get; } =
    [
        .. LatencyEntries.All, .. MachineEntries.All, .. JournalEntries.All, .. MarketEntries.All, .. OrderEntries.All,
        .. RiskEntries.All, .. AccountEntries.All, .. ControlEntries.All, .. ProcessEntries.All,
    ];

    /// <summary>Lines of one exposition that are no comments, at most.</summary>
    public static int SeriesMax(SeriesBounds bounds) => All.Sum(entry => entry.SeriesMax(bounds));

    /// <summary>The table as docs/METRICS.md shows it.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder("| metric | kind | labels | meaning |\n|---|---|---|---|\n");
        foreach (var entry in All)
        {
            var labels = string.Join(", ", entry.Labels.Select(label => $"`{label}`"));
            text.Append("| `").Append(entry.PrometheusName).Append("` | ")
                .Append(entry.Kind.ToString().ToLowerInvariant()).Append(" | ").Append(labels).Append(" | ")
                .Append(entry.Meaning).Append(" |\n");
        }
        return text.ToString();
    }
}
