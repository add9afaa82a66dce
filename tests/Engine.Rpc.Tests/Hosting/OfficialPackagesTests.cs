using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Engine.Core.Loading;
using Engine.Rpc.Hosting;
using Engine.Testing;
using Xunit;

namespace Engine.Rpc.Tests.Hosting;

/// <summary>
/// The official packages cannot be restored everywhere, so what would break with them is looked for without them.
/// </summary>
public sealed class OfficialPackagesTests
{
    private const BindingFlags AnyMember =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    private static readonly Assembly Rpc = typeof(RpcLimits).Assembly;

    /// <summary>Hosting and Services are compiled against either implementation.</summary>
    [Fact]
    public void Hosting_and_services_use_only_what_the_official_packages_have()
    {
        using var stream = File.OpenRead(Rpc.Location);
        var scan = AssemblyScanner.Scan(stream);
        var uses = scan.Uses
            .Where(use => use.UserType.StartsWith("Engine.Rpc.Hosting.", StringComparison.Ordinal)
                || use.UserType.StartsWith("Engine.Rpc.Services.", StringComparison.Ordinal))
            .Where(use => use.TargetAssembly.Length == 0 && IsReplaced(use.TargetType))
            .ToArray();

        Assert.True(uses.Length > 50, $"only {uses.Length} uses found");
        Assert.DoesNotContain(uses, use => !IsPublic(use.TargetType, use.TargetMember));
    }

    [Fact]
    public void Asked_for_the_official_packages_are_referenced_and_our_own_sources_left_out()
    {
        using var ours = Evaluate("false");
        using var official = Evaluate("true");

        Assert.Contains(Items(ours, "Compile"), file => file.StartsWith("Server/", StringComparison.Ordinal));
        Assert.DoesNotContain("Grpc.Net.Client", Items(ours, "PackageReference"));
        Assert.All(Items(official, "Compile"), file => Assert.Matches("^(Hosting|Services)/", file));
        Assert.Contains("Grpc.AspNetCore", Items(official, "PackageReference"));
        Assert.Contains("Grpc.Net.Client", Items(official, "PackageReference"));
    }

    /// <summary>
    /// What the swap takes away: everything of the assembly that is not Hosting, Services or generated.
    /// </summary>
    private static bool IsReplaced(string typeName)
    {
        var ns = MemberUse.NamespaceOf(typeName);
        return ns.StartsWith("Engine.Rpc", StringComparison.Ordinal)
            ? ns is not ("Engine.Rpc.Hosting" or "Engine.Rpc.Services")
            : ns.StartsWith("Grpc.Core", StringComparison.Ordinal)
                || ns.StartsWith("Grpc.Net", StringComparison.Ordinal)
                || ns.StartsWith("Grpc.AspNetCore", StringComparison.Ordinal)
                || ns.StartsWith("Microsoft.", StringComparison.Ordinal);
    }

    private static bool IsPublic(string typeName, string member)
    {
        var type = Rpc.GetType(typeName) ?? throw new InvalidOperationException($"No type {typeName}.");
        if (!type.IsVisible && !type.IsNestedFamily && !type.IsNestedFamORAssem) return false;
        if (member.Length == 0) return true;

        var found = type.GetMember(member, AnyMember | BindingFlags.FlattenHierarchy);
        return found.Length > 0 && found.Any(m => m switch
        {
            MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
            FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
            _ => true,
        });
    }

    private static JsonDocument Evaluate(string official)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "msbuild", Path.Combine(Repository.Root, "src", "Engine.Rpc", "Engine.Rpc.csproj"),
                $"-p:OfficialGrpc={official}", "-getItem:Compile", "-getItem:PackageReference",
            },
        };
        using var process = Process.Start(start)!;
        var json = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, json);
        return JsonDocument.Parse(json);
    }

    private static IEnumerable<string> Items(JsonDocument project, string name) =>
        project.RootElement.GetProperty("Items").GetProperty(name).EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!);
}
