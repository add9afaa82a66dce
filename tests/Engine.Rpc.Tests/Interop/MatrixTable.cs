using System.Text;

namespace Engine.Rpc.Tests.Interop;

/// <summary>The results of all pairs as the table of docs/TESTING.md.</summary>
internal static class MatrixTable
{
    /// <summary>Results by pair and transport, in the order of the columns.</summary>
    public static string Render(
        IReadOnlyList<(string Client, string Server)> pairs,
        Func<(string Client, string Server), IReadOnlyList<IReadOnlyList<CaseResult>>> transports)
    {
        var columns = pairs.Select(transports).ToArray();
        var reasons = new List<string>();
        var text = new StringBuilder("| client -> server |");
        foreach (var (client, server) in pairs) text.Append($" {client} -> {server} |");
        text.Append("\n|---|").Insert(text.Length, "---|", pairs.Count).Append('\n');
        for (var row = 0; row < columns[0][0].Count; row++)
        {
            text.Append($"| {columns[0][0][row].Case} |");
            foreach (var column in columns)
                text.Append($" {Cell([.. column.Select(transport => transport[row])], reasons)} |");
            text.Append('\n');
        }
        text.Append('\n');
        for (var i = 0; i < reasons.Count; i++) text.Append($"{i + 1}. {reasons[i]}\n");
        return text.ToString();
    }

    /// <summary>One cell for all transports: the worst of them.</summary>
    private static string Cell(CaseResult[] results, List<string> reasons)
    {
        var worst = results.FirstOrDefault(r => r.IsFailure)
            ?? results.FirstOrDefault(r => r.Outcome == CaseResult.Cannot)
            ?? results.FirstOrDefault(r => r.Outcome == CaseResult.Partly)
            ?? results[0];
        if (worst.IsFailure) return "FAILED";
        if (worst.Outcome == CaseResult.Passed) return "pass";
        if (!reasons.Contains(worst.Reason)) reasons.Add(worst.Reason);
        return $"{(worst.Outcome == CaseResult.Partly ? "pass" : "n/a")} ({reasons.IndexOf(worst.Reason) + 1})";
    }
}
