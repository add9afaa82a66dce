using System.Text.RegularExpressions;

namespace Engine.Core.Tests.Architecture;

/// <summary>What a reader may expect of every source file.</summary>
internal static partial class HygieneRules
{
    public const int LinesMax = 500;
    public const int ColumnsMax = 120;

    public static IEnumerable<string> Violations(string path, IReadOnlyList<string> lines)
    {
        if (lines.Count > LinesMax) yield return $"{path}: {lines.Count} lines, at most {LinesMax}";
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Length > ColumnsMax)
                yield return $"{path}:{i + 1}: {lines[i].Length} columns, at most {ColumnsMax}";
            if (OpenTask().IsMatch(lines[i]) && !OpenTaskWithIssue().IsMatch(lines[i]))
                yield return $"{path}:{i + 1}: an open task without the number of its issue";
        }
    }

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HA[C]K|X[X]X)\b")]
    private static partial Regex OpenTask();

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HA[C]K|X[X]X)\b.*#\d+")]
    private static partial Regex OpenTaskWithIssue();
}
