using System.Xml.Linq;

namespace Engine.Core.Tests.Architecture;

/// <summary>Which project may reference which; read from the project files.</summary>
internal static class ProjectRules
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Engine.Core"] = [],
        ["Engine.Rpc"] = [],
        ["Engine.EventStore"] = ["Engine.Core", "Engine.Rpc"],
        ["Engine.Ibkr"] = ["Engine.Core"],
        ["Engine.Grpc"] = ["Engine.Core", "Engine.Rpc", "Engine.EventStore", "Engine.Ibkr"],
        ["ControlCli"] = ["Engine.Core", "Engine.Rpc"],
    };

    public static IEnumerable<string> Violations(string projectName, string projectXml)
    {
        var project = XDocument.Parse(projectXml);
        var references = project.Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
        if (!Allowed.TryGetValue(projectName, out var allowed))
        {
            yield return $"{projectName}: a product project without a rule; say in ProjectRules what it may reference";
            yield break;
        }
        foreach (var reference in references.Except(allowed)) yield return $"{projectName} -> {reference}";
        if (projectName != "Engine.Core") yield break;

        foreach (var package in project.Descendants("PackageReference"))
            yield return $"{projectName} -> package {package.Attribute("Include")!.Value}";
        foreach (var framework in project.Descendants("FrameworkReference"))
            yield return $"{projectName} -> framework {framework.Attribute("Include")!.Value}";
    }
}
