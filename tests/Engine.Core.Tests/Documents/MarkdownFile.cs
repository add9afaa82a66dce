using System.Text;
using System.Text.RegularExpressions;
using Engine.Core.Tests.Architecture;

namespace Engine.Core.Tests.Documents;

/// <summary>A page of the documentation, as far as tests read it.</summary>
internal sealed partial class MarkdownFile
{
    private MarkdownFile(string path)
    {
        Path = path;
        Text = File.ReadAllText(System.IO.Path.Combine(RepositoryFiles.Root, path));
    }

    /// <summary>Relative to the root of the repository.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>Every page but those in folders that builds and tools make.</summary>
    public static IReadOnlyList<MarkdownFile> All() =>
        [.. Directory.EnumerateFiles(RepositoryFiles.Root, "*.md", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(RepositoryFiles.Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(
                part => part is "bin" or "obj" or ".git" or "TestResults" or "node_modules"))
            .Order(StringComparer.Ordinal)
            .Select(file => new MarkdownFile(file))];

    public static MarkdownFile Read(string path) => new(path);

    /// <summary>Targets of links, without those to other sites.</summary>
    public IEnumerable<string> LocalLinks() =>
        Link().Matches(WithoutCode(Text)).Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal)
                && !target.StartsWith("mailto:", StringComparison.Ordinal));

    /// <summary>The anchors that a reader's browser knows: headings in lower case, blanks as dashes.</summary>
    public IEnumerable<string> Anchors() =>
        Heading().Matches(WithoutCode(Text)).Select(match => SlugOf(match.Groups[1].Value.Trim()));

    /// <summary>Cells of every table row whose first cell is code: the name first.</summary>
    public IEnumerable<string[]> CodeRows() =>
        Text.Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Replace("\\|", "/", StringComparison.Ordinal).Trim('|', ' ')
                .Split('|', StringSplitOptions.TrimEntries));

    /// <summary>Names of tests that the page calls on.</summary>
    public IEnumerable<string> TestNames() => TestName().Matches(Text).Select(match => match.Groups[1].Value);

    /// <summary>Tests that the page calls by their class: <c>SomethingTests.What_it_does</c>.</summary>
    public IEnumerable<string> QualifiedTestNames() =>
        QualifiedTestName().Matches(Text).Select(match => match.Groups[1].Value);

    /// <summary>Cells of the rows of the first table below a heading, without its head.</summary>
    public IReadOnlyList<string[]> TableBelow(string heading) =>
        [.. Text.Split('\n').SkipWhile(line => line != heading).Skip(1)
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))];

    private static string WithoutCode(string text) => Fence().Replace(text, "");

    private static string SlugOf(string heading)
    {
        var slug = new StringBuilder();
        foreach (var c in heading.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(c) || c is '-' or '_') slug.Append(c);
            else if (c == ' ') slug.Append('-');
        }
        return slug.ToString();
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`([A-Z]\w*Tests\.\w+)`")]
    private static partial Regex QualifiedTestName();

    // A sentence with at least three blanks, as test names are.
    [GeneratedRegex(@"`([A-Z]\w*(?:_\w+){3,})`")]
    private static partial Regex TestName();
}
