using System.Globalization;
using System.Text.RegularExpressions;
using Engine.Core.Breakers;
using Engine.Core.Config;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Loading;
using Engine.Core.Metrics;
using Engine.Core.Orders;
using Engine.Core.Replay;
using Engine.Core.Risk;
using Engine.Core.Tests.Architecture;
using Engine.Core.Tests.Documents;
using Xunit;

namespace Engine.Core.Tests;

/// <summary>
/// What the documents say and a program can check: tables are those of the code, every setting and code is there, links
/// lead somewhere, named tests exist, and the commands of the README are those that the build server runs.
/// </summary>
public sealed partial class DocumentationTests
{
    private static readonly MarkdownFile Architecture = MarkdownFile.Read("docs/ARCHITECTURE.md");
    private static readonly MarkdownFile Configuration = MarkdownFile.Read("docs/CONFIGURATION.md");

    [Fact]
    public void The_permission_table_is_that_of_the_code() =>
        Assert.Contains(PermissionTable.ToMarkdown(), Architecture.Text, StringComparison.Ordinal);

    [Fact]
    public void The_command_tables_are_those_of_the_code()
    {
        Assert.Contains(CommandTable.ToMarkdown(), Architecture.Text, StringComparison.Ordinal);
        Assert.Contains(CommandTable.RolesToMarkdown(), Architecture.Text, StringComparison.Ordinal);
        Assert.Contains(CommandTable.ReleasesToMarkdown(), Architecture.Text, StringComparison.Ordinal);
        Assert.Contains(CommandTable.SweepsToMarkdown(), Architecture.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_of_breakers_is_that_of_the_code() =>
        Assert.Contains(BreakerTable.ToMarkdown(), Architecture.Text, StringComparison.Ordinal);

    [Fact]
    public void The_table_of_order_states_is_that_of_the_code() =>
        Assert.Contains(OrderStateMachine.ToMarkdown(), Architecture.Text, StringComparison.Ordinal);

    [Fact]
    public void The_table_of_order_types_is_the_one_of_the_code() =>
        Assert.Contains(OrderTypeTable.ToMarkdown(), MarkdownFile.Read("docs/ORDERS.md").Text,
            StringComparison.Ordinal);

    [Fact]
    public void Every_risk_code_is_explained_with_its_number() =>
        AssertExplained(CodeCatalog.Risk, Enum.GetValues<RiskCode>().Length);

    [Fact]
    public void Every_command_code_is_explained_with_its_number() =>
        AssertExplained(CodeCatalog.Command, Enum.GetValues<CommandCode>().Length);

    [Fact]
    public void The_table_of_latencies_is_that_of_the_catalogue()
    {
        // The other table of the page, that of all metrics, is compared in Engine.Grpc.Tests.
        var rows = MarkdownFile.Read("docs/METRICS.md").CodeRows()
            .Where(row => !row[0].StartsWith("`engine_", StringComparison.Ordinal))
            .Select(row => string.Join('|', row));
        Assert.Equal(
            LatencyCatalog.All.Select(entry => $"`{entry.Name}`|{entry.From}|{entry.To}|{entry.Samples}"), rows);
        Assert.Equal(Enum.GetValues<LatencySpan>(), LatencyCatalog.All.Select(entry => entry.Span));
    }

    [Fact]
    public void Every_capacity_is_listed_with_default_and_bounds()
    {
        var rows = Configuration.CodeRows().Where(row => row[0].StartsWith("`limits.", StringComparison.Ordinal))
            .ToDictionary(row => row[0].Trim('`'));
        Assert.Equal(EngineLimits.Bounds.Count, rows.Count);
        foreach (var (name, get, min, max) in EngineLimits.Bounds)
        {
            var row = rows["limits." + char.ToLowerInvariant(name[0]) + name[1..]];
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"`{get(EngineLimits.Default)}`"), row[1]);
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{min} - {max}"), row[2]);
            Assert.NotEmpty(row[3]);
        }
    }

    [Fact]
    public void Every_setting_that_is_read_is_listed_with_its_default()
    {
        var config = new CanonicalConfig(
            [new("mode", "backtest"), new("journal.directory", "engine.journal")]);
        _ = new EngineSetup(config, new StrategyCatalog(), "build");
        var effective = CanonicalConfig.Parse(config.EffectiveText());
        var rows = Configuration.CodeRows().ToDictionary(row => row[0].Trim('`'));

        var problems = new List<string>();
        foreach (var key in effective.Keys)
        {
            if (!rows.TryGetValue(PerSymbol().Replace(key, "simulated.SYMBOL."), out var row))
            {
                problems.Add($"{key} is not in docs/CONFIGURATION.md");
                continue;
            }
            var value = effective.Root.GetText(key);
            var isDefault = row[1].Contains(value.Length == 0 ? "(empty)" : $"`{value}`", StringComparison.Ordinal);
            if (!isDefault && row[1] is not ("required" or "built-in" or "built-in, else `2000`"))
                problems.Add($"{key} has the default '{value}', the document says {row[1]}");
        }
        Assert.Empty(problems);
        Assert.True(effective.Keys.Count() > 80, "too few settings were read");
    }

    [Fact]
    public void Every_link_between_pages_leads_to_a_file_and_a_heading()
    {
        var pages = MarkdownFile.All();
        Assert.True(pages.Count > 10, $"only {pages.Count} pages found");
        var broken = from page in pages
                     from link in page.LocalLinks()
                     where !IsThere(page, link)
                     select $"{page.Path}: {link}";
        Assert.Empty(broken);
    }

    [Fact]
    public void Every_test_that_a_page_names_exists()
    {
        var sources = RepositoryFiles.CSharp("tests")
            .SelectMany(file => MethodName().Matches(File.ReadAllText(Path.Combine(RepositoryFiles.Root, file))))
            .Select(match => match.Groups[1].Value)
            .ToHashSet(StringComparer.Ordinal);
        var missing = from page in MarkdownFile.All()
                      from name in page.TestNames()
                      where !sources.Contains(name)
                      select $"{page.Path}: {name}";
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_test_that_a_page_names_by_its_class_exists_and_is_run()
    {
        var methods = TestSources.Methods();
        var missing = from page in MarkdownFile.All()
                      from name in page.QualifiedTestNames()
                      where !methods.Contains(name)
                      select $"{page.Path}: {name}";
        Assert.Empty(missing);
        Assert.True(methods.Count > 1_000, $"only {methods.Count} tests found");
    }

    [Fact]
    public void A_method_that_is_no_test_or_was_renamed_is_not_found()
    {
        string[] lines =
        [
            "    private static void Feed() => _feed.Run();", "",
            "    [Theory]", "    [InlineData(", "        1)]", "    public async Task It_runs(int n)", "    {", "    }",
            "    public void It_is_called_by_others() {}", "", "    public void Nobody_runs_it()",
        ];
        Assert.Equal(["Some.It_runs"], TestSources.MethodsOf("Some", lines));
    }

    [Fact]
    public void Every_pain_and_trap_has_a_row_with_the_tests_that_answer_it()
    {
        string[] expected =
        [
            "1", "2", "3", "4", "5", "8", "9", "10", "11", "12", "23", "24", "25", "26", "28", "29",
            "ladder", "rate limiter", "quote age", "emergency stop", "restore",
        ];
        var rows = MarkdownFile.Read("docs/TESTING.md").TableBelow("## Pains and traps");
        Assert.Equal(expected, rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.Contains("Tests.", row[2], StringComparison.Ordinal));
    }

    [Fact]
    public void The_commands_of_the_readme_are_those_of_the_build_server()
    {
        string[] commands =
        [
            "dotnet run -c Release --project src/Engine.Grpc -- run --demo",
            "dotnet test -c Release LowLatency.sln",
        ];
        var readme = MarkdownFile.Read("README.md").Text;
        var script = File.ReadAllText(Path.Combine(RepositoryFiles.Root, ".ci", "run"));
        Assert.All(commands, command => Assert.Contains("\n" + command + "\n", readme, StringComparison.Ordinal));
        Assert.All(commands, command => Assert.Contains(command, script, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_page_is_linked_from_the_readme()
    {
        var linked = MarkdownFile.Read("README.md").LocalLinks().Select(link => link.Split('#')[0]).ToArray();
        Assert.All(MarkdownFile.All().Where(page => page.Path.StartsWith("docs/", StringComparison.Ordinal)),
            page => Assert.Contains(page.Path, linked));
    }

    // The page says what the catalog says, word for word.
    private static void AssertExplained(string family, int count)
    {
        var codes = CodeCatalog.All.Where(code => code.Family == family).ToArray();
        Assert.Equal(count, codes.Length);
        Assert.All(codes, code => Assert.Contains(
            $"\n| {code.Number} | {code.Name} | {code.Meaning} |\n", Architecture.Text, StringComparison.Ordinal));
    }

    private static bool IsThere(MarkdownFile page, string link)
    {
        var parts = link.Split('#');
        var folder = Path.GetDirectoryName(page.Path)!;
        var path = parts[0].Length == 0 ? page.Path : Path.Combine(folder, parts[0]);
        var full = Path.GetFullPath(Path.Combine(RepositoryFiles.Root, path));
        if (parts.Length == 1) return File.Exists(full) || Directory.Exists(full);
        return File.Exists(full)
            && MarkdownFile.Read(Path.GetRelativePath(RepositoryFiles.Root, full)).Anchors().Contains(parts[1]);
    }

    [GeneratedRegex(@"^simulated\.[A-Z]+\.")]
    private static partial Regex PerSymbol();

    [GeneratedRegex(@"\s(?:void|Task) (\w+)\(")]
    private static partial Regex MethodName();
}
