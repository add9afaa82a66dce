using Engine.Core.Loading;
using Xunit;

namespace Engine.Core.Tests.Loading;

public sealed class StrategyAssemblyVerifierTests
{
    private static IReadOnlyList<StrategyViolation> Verify(string name)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, name + ".dll"));
        return StrategyAssemblyVerifier.Verify(stream);
    }

    public static TheoryData<string, string> Sins => new()
    {
        { "ReadsClock", "DateTime" },
        { "ReadsStopwatch", "Stopwatch" },
        { "ReadsFile", "File" },
        { "OpensSocket", "UdpClient" },
        { "DrawsRandom", "Random" },
        { "DrawsGuid", "Guid" },
        { "DrawsSecureRandom", "RandomNumberGenerator" },
        { "StartsThread", "Thread" },
        { "StartsTask", "Task" },
        { "ReadsEnvironment", "Environment" },
        { "ReadsCulture", "get_CurrentCulture" },
        { "ParsesByCulture", "Parse" },
        { "WritesConsole", "Console" },
        { "CallsNative", "getpid" },
        { "UsesReflection", "GetMethod" },
        { "UsesPointers", "*" },
        { "UsesHashOfText", "GetHashCode" },
        { "UsesSine", "Math.Sin" },
        { "UsesJournal", "JournalFormat" },
        { "KeepsFloat", "Double" },
        { "FloatEntity", "Double" },
        { "KeepsStatic", "static field" },
        { "KeepsList", "List" },
        { "KeepsArray", "[]" },
        { "KeepsDictionary", "Dictionary" },
        { "KeepsField", "_last" },
        { "KeepsProperty", "Last" },
        { "KeepsStruct", "_counter" },
        { "KeepsObject", "KeepsProperty" },
        { "KeepsClosure", "Func" },
        { "MakesOwnTable", ".ctor" },
    };

    [Theory]
    [MemberData(nameof(Sins))]
    public void Each_sin_is_reported_with_type_and_member(string type, string what)
    {
        var found = Verify("BadStrategies").Where(
            v => v.Where.StartsWith($"BadStrategies.{type}.", StringComparison.Ordinal)
                 || v.Where.StartsWith($"BadStrategies.{type}+", StringComparison.Ordinal)).ToArray();
        Assert.Contains(found, v => v.What.Contains(what, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_type_of_the_bad_assembly_is_reported()
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "BadStrategies.dll"));
        var types = AssemblyScanner.Scan(stream).Types
            .Where(t => t.Name.StartsWith("BadStrategies.", StringComparison.Ordinal) && !t.IsCompilerGenerated)
            .Select(t => t.Name["BadStrategies.".Length..])
            .Where(n => !n.Contains('+', StringComparison.Ordinal));
        Assert.Equal(Sins.Select(s => (string)s[0]).Order(StringComparer.Ordinal), types.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_example_is_accepted() => Assert.Empty(Verify("ExampleStrategy"));

    [Fact]
    public void The_reference_strategies_keep_the_rules_of_authors()
    {
        using var stream = File.OpenRead(typeof(StrategyCatalog).Assembly.Location);
        var scan = AssemblyScanner.Scan(stream);
        stream.Position = 0;
        const string space = "Engine.Core.Strategies.Reference.";
        Assert.Contains(scan.Types, t => t.Name.StartsWith(space, StringComparison.Ordinal));

        // SampleRing is a wrapper around a table, which an assembly of its own would write as a struct.
        Assert.DoesNotContain(StrategyAssemblyVerifier.Verify(stream), v =>
            v.Where.StartsWith(space, StringComparison.Ordinal)
            && !v.What.Contains("SampleRing", StringComparison.Ordinal));
    }

    [Fact]
    public void Something_else_than_an_assembly_is_refused() =>
        Assert.Throws<BadImageFormatException>(() => StrategyAssemblyVerifier.Verify(new MemoryStream(new byte[100])));
}
