using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Loading;
using Engine.Core.Tests.Architecture;
using Xunit;

namespace Engine.Core.Tests;

/// <summary>
/// The rules of docs/ARCHITECTURE.md and docs/DETERMINISM.md over compiled members: types in declarations and locals,
/// calls, field accesses, instructions. Each rule is shown to bite by the fixtures in ArchitectureFixtures.
/// </summary>
public sealed class ArchitectureTests
{
    private const string CoreRoot = "Engine.Core";
    private const string FixtureRoot = "Engine.Core.Tests.ArchitectureFixtures";

    private static readonly AssemblyScan Core = Scan(typeof(EngineEvent));
    private static readonly AssemblyScan Fixtures = Scan(typeof(ArchitectureTests));

    private static AssemblyScan Scan(Type type)
    {
        using var stream = File.OpenRead(type.Assembly.Location);
        return AssemblyScanner.Scan(stream);
    }

    [Fact]
    public void Folders_of_the_core_use_only_the_layers_below_them()
    {
        var rules = new LayerRules(Core, CoreRoot);
        AssertNone(rules.UnknownFolders());
        AssertNone(rules.Violations());
    }

    [Fact]
    public void Deterministic_code_uses_nothing_that_may_differ_between_two_runs() =>
        AssertNone(new DeterminismRules(Core, CoreRoot).Violations());

    [Fact]
    public void Shared_and_raw_memory_stays_in_the_folders_made_for_it() =>
        AssertNone(new SharedMemoryRules(Core, CoreRoot).Violations());

    [Fact]
    public void The_core_references_only_the_base_class_library()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        Assert.NotEmpty(Core.References);
        Assert.All(Core.References, r => Assert.True(File.Exists(Path.Combine(framework, r + ".dll")), r));
    }

    [Fact]
    public void Projects_reference_each_other_as_the_architecture_says()
    {
        var products = RepositoryFiles.Projects()
            .Where(p => p.StartsWith(Path.Combine(RepositoryFiles.Root, "src"), StringComparison.Ordinal))
            .ToArray();
        Assert.True(products.Length >= 3, $"only {products.Length} product projects found");
        AssertNone(products.SelectMany(
            p => ProjectRules.Violations(Path.GetFileNameWithoutExtension(p), File.ReadAllText(p))));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "LowLatency.sln")).Replace('\\', '/');
        Assert.DoesNotContain(
            RepositoryFiles.Projects().Select(p => Path.GetRelativePath(RepositoryFiles.Root, p).Replace('\\', '/')),
            p => !solution.Contains(p, StringComparison.Ordinal));
    }

    [Fact]
    public void Source_files_keep_to_the_limits_of_size_and_open_tasks()
    {
        var files = RepositoryFiles.CSharp("src", "tests", "perf", "examples").ToArray();
        Assert.True(files.Length > 100, $"only {files.Length} source files found");
        AssertNone(files.SelectMany(
            f => HygieneRules.Violations(f, File.ReadAllLines(Path.Combine(RepositoryFiles.Root, f)))));
    }

    [Fact]
    public void The_document_of_the_journal_format_names_the_versions_in_force()
    {
        var text = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "JOURNAL_FORMAT.md"));
        Assert.Contains($"Format version: {JournalFormat.Version}", text, StringComparison.Ordinal);
        Assert.Contains($"Schema version: {EngineEvent.CurrentSchemaVersion}", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Risk.BadClock", "clock")]
    [InlineData("Risk.BadStopwatch", "clock")]
    [InlineData("Risk.BadTickCount", "environment")]
    [InlineData("Risk.BadTimeZone", "time-zone")]
    [InlineData("Risk.BadRandom", "randomness")]
    [InlineData("Risk.BadGuid", "randomness")]
    [InlineData("Risk.BadGenerator", "randomness")]
    [InlineData("Risk.BadThread", "threads")]
    [InlineData("Risk.BadTask", "threads")]
    [InlineData("Risk.BadLock", "threads")]
    [InlineData("Risk.BadFile", "files")]
    [InlineData("Risk.BadSocket", "network")]
    [InlineData("Risk.BadCulture", "culture")]
    [InlineData("Risk.BadParse", "culture")]
    [InlineData("Risk.BadToString", "culture")]
    [InlineData("Risk.BadCompare", "culture")]
    [InlineData("Risk.BadUpper", "culture")]
    [InlineData("Risk.BadDictionaryOrder", "hash table")]
    [InlineData("Risk.BadSetOrder", "hash table")]
    [InlineData("Risk.BadKeyOrder", "hash table")]
    [InlineData("Risk.BadFloatField", "floating point")]
    [InlineData("Risk.BadFloatLocal", "floating point")]
    [InlineData("Risk.BadDecimal", "floating point")]
    [InlineData("Risk.BadMath", "differs between machines")]
    [InlineData("Risk.BadHashCode", "random seed")]
    [InlineData("Risk.BadStringHash", "random")]
    [InlineData("Risk.BadLinq", "unordered")]
    [InlineData("Risk.BadVolatile", "shared between threads")]
    [InlineData("Risk.BadInLambda", "clock")]
    public void The_determinism_rules_report_each_sin(string type, string reason)
    {
        var violations = new DeterminismRules(Fixtures, FixtureRoot).Violations();
        Assert.Contains(violations, v => IsOf(v, type) && v.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public void The_determinism_rules_report_nothing_else()
    {
        var violations = new DeterminismRules(Fixtures, FixtureRoot).Violations();
        Assert.All(violations, v => Assert.Contains(".Bad", v, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Risk.BadFieldOfOtherLogic")]
    [InlineData("Risk.BadCallOfOtherLogic")]
    [InlineData("Risk.BadUseOfHiddenEntity")]
    [InlineData("Events.BadEvent")]
    [InlineData("Sequencing.BadLane")]
    [InlineData("Journal.BadWriter")]
    public void The_layer_rules_report_each_forbidden_use(string type)
    {
        var violations = new LayerRules(Fixtures, FixtureRoot).Violations();
        Assert.Contains(violations, v => v.Contains($": {FixtureRoot}.{type}", StringComparison.Ordinal));
    }

    [Fact]
    public void The_layer_rules_let_views_and_what_they_show_pass()
    {
        var violations = new LayerRules(Fixtures, FixtureRoot).Violations();
        Assert.All(violations, v => Assert.Contains(".Bad", v, StringComparison.Ordinal));
        Assert.Contains("Stray", new LayerRules(Fixtures, "Engine.Core.Tests").UnknownFolders()
            .Select(f => f == "ArchitectureFixtures" ? "Stray" : f));
    }

    [Theory]
    [InlineData("Gateway.BadInterlocked")]
    [InlineData("Gateway.BadVolatileField")]
    [InlineData("Gateway.BadPointer")]
    [InlineData("Gateway.BadPin")]
    public void The_memory_rules_report_each_sin(string type) =>
        Assert.Contains(new SharedMemoryRules(Fixtures, FixtureRoot).Violations(), v => IsOf(v, type));

    [Fact]
    public void The_project_rules_report_a_forbidden_reference_and_a_package_of_the_core()
    {
        const string reference = """<Project><ProjectReference Include="../Engine.Rpc/Engine.Rpc.csproj"/></Project>""";
        const string package = """<Project><PackageReference Include="Polly.Core"/></Project>""";
        Assert.Equal(["Engine.Core -> Engine.Rpc"], ProjectRules.Violations("Engine.Core", reference));
        Assert.Equal(["Engine.Core -> package Polly.Core"], ProjectRules.Violations("Engine.Core", package));
        Assert.Equal(["Engine.Ibkr -> Engine.Rpc"], ProjectRules.Violations("Engine.Ibkr", reference));
        Assert.Empty(ProjectRules.Violations("ControlCli", reference));
        Assert.Single(ProjectRules.Violations("Engine.Newcomer", reference));
    }

    [Fact]
    public void The_hygiene_rules_report_long_files_long_lines_and_open_tasks()
    {
        var task = string.Concat("// TO", "DO later");
        Assert.Single(HygieneRules.Violations("a.cs", new string[HygieneRules.LinesMax + 1].Select(_ => "").ToArray()));
        Assert.Single(HygieneRules.Violations("a.cs", [new string('x', HygieneRules.ColumnsMax + 1)]));
        Assert.Single(HygieneRules.Violations("a.cs", [task]));
        Assert.Empty(HygieneRules.Violations("a.cs", [task + " (#12)", new string('x', HygieneRules.ColumnsMax)]));
    }

    private static void AssertNone(IEnumerable<string> violations)
    {
        var lines = violations.ToArray();
        Assert.True(lines.Length == 0, $"{lines.Length} violations:\n{string.Join('\n', lines)}");
    }

    private static bool IsOf(string violation, string type)
    {
        var name = $"{FixtureRoot}.{type}";
        return violation.StartsWith(name + ".", StringComparison.Ordinal)
               || violation.StartsWith(name + "+", StringComparison.Ordinal);
    }
}
