using System.Reflection;
using Engine.Testing;
using Xunit;

namespace Engine.Rpc.Tests.Surface;

/// <summary>
/// Engine.Rpc can be exchanged for the official packages because callers cannot tell them apart: the types in the
/// official namespaces are those of Surface/official-signatures.txt, no fewer and no more.
/// </summary>
public sealed class SurfaceTests
{
    private const string OwnNamespace = "Engine.Rpc";

    private static readonly string[] OfficialNamespaces =
    [
        "Grpc.Core",
        "Grpc.Core.Interceptors",
        "Grpc.Net.Client",
        "Grpc.Net.Compression",
        "Grpc.AspNetCore.Server",
        "Microsoft.Extensions.DependencyInjection",
        "Microsoft.AspNetCore.Builder",
    ];

    /// <summary>What the compiler of protos makes of the standard services, named as everywhere else.</summary>
    private static readonly string[] Generated = ["Grpc.Health.V1", "Grpc.Reflection.V1", "Grpc.Reflection.V1Alpha"];

    private static readonly Type[] Visible =
        [.. Assembly.Load("Engine.Rpc").GetTypes().Where(SurfaceRenderer.IsVisible)];

    [Fact]
    public void The_official_namespaces_hold_exactly_the_listed_signatures()
    {
        var difference = SurfaceDifference.Between(Listed(), Actual());
        Assert.True(difference.IsEmpty, $"\n{difference}\nMend the code, not official-signatures.txt: the list is "
            + "what the official packages declare.");
    }

    [Fact]
    public void Everything_else_that_is_public_is_generated_or_lies_in_our_own_namespaces()
    {
        var strangers = Visible.Where(type => !IsOfficial(type) && !IsOwn(type)).Select(type => type.FullName);
        Assert.Empty(strangers);
    }

    [Fact]
    public void The_list_is_sorted_and_has_no_line_twice()
    {
        var lines = Listed();
        Assert.Equal(lines.Distinct().Order(StringComparer.Ordinal), lines);
        Assert.All(OfficialNamespaces, name => Assert.Contains(lines, line => NamespaceOf(line) == name));
        Assert.All(lines, line => Assert.Contains(NamespaceOf(line), OfficialNamespaces));
    }

    [Fact]
    public void A_member_that_is_missing_and_one_that_is_made_up_are_both_reported()
    {
        var actual = Actual();
        var victim = actual.First(line => line.Contains("Metadata.GetValue(", StringComparison.Ordinal));
        const string MadeUp = "Grpc.Core.Metadata.Sort() : void";

        var missing = SurfaceDifference.Between(actual, [.. actual.Where(line => line != victim)]);
        Assert.Equal([victim], missing.Missing);
        Assert.Empty(missing.Surplus);

        var surplus = SurfaceDifference.Between(actual, [.. actual, MadeUp]);
        Assert.Empty(surplus.Missing);
        Assert.Equal([MadeUp], surplus.Surplus);
        Assert.Equal("surplus: " + MadeUp, surplus.ToString());
    }

    private static IReadOnlyList<string> Actual() => SurfaceRenderer.Render(Visible.Where(IsOfficial));

    /// <summary>The lines of the list without the comment at its top.</summary>
    private static string[] Listed() =>
        [.. File.ReadLines(Repository.PathOf("tests", "Engine.Rpc.Tests", "Surface", "official-signatures.txt"))
            .Where(line => !line.StartsWith('#'))];

    /// <summary>The longest official namespace the line begins with; the rest are types and members.</summary>
    private static string? NamespaceOf(string line) => OfficialNamespaces
        .Where(name => line.StartsWith(name + ".", StringComparison.Ordinal)).MaxBy(name => name.Length);

    private static bool IsOfficial(Type type) => OfficialNamespaces.Contains(type.Namespace);

    private static bool IsOwn(Type type) => type.Namespace is { } name
        && (name == OwnNamespace || Generated.Contains(name)
            || name.StartsWith(OwnNamespace + ".", StringComparison.Ordinal));
}
