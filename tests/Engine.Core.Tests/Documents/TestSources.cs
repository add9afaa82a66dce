using System.Text.RegularExpressions;
using Engine.Core.Tests.Architecture;

namespace Engine.Core.Tests.Documents;

/// <summary>The tests of all projects, found in their sources: a project cannot load the tests of another.</summary>
internal static partial class TestSources
{
    /// <summary>File name without ending, dot, method: of every method that the test framework runs.</summary>
    public static IReadOnlySet<string> Methods() => RepositoryFiles.CSharp("tests")
        .SelectMany(file => MethodsOf(
            Path.GetFileNameWithoutExtension(file), File.ReadAllLines(Path.Combine(RepositoryFiles.Root, file))))
        .ToHashSet(StringComparer.Ordinal);

    /// <param name="lines">Of a file of that name.</param>
    public static IEnumerable<string> MethodsOf(string name, string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (Method().Match(lines[i]) is { Success: true } match && IsRun(lines, i))
                yield return $"{name}.{match.Groups[1].Value}";
        }
    }

    // The attributes stand right above; one that goes over several lines ends with a bracket.
    private static bool IsRun(string[] lines, int method)
    {
        for (var i = method - 1; i >= 0 && lines[i].Length > 0 && !Ends().IsMatch(lines[i]); i--)
            if (Attribute().IsMatch(lines[i])) return true;
        return false;
    }

    [GeneratedRegex(@"^    public (?:async )?(?:void|Task) (\w+)\(")]
    private static partial Regex Method();

    [GeneratedRegex(@"^    \[\w*(?:Fact|Theory)\b")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"[;}{]\s*$")]
    private static partial Regex Ends();
}
