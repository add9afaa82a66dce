using Engine.Core.Loading;

namespace Engine.Core.Tests.Architecture;

/// <summary>
/// Which folder of the core may use which. Folder = first part of the namespace below the root; types of the root
/// itself have the empty folder. See docs/ARCHITECTURE.md.
/// </summary>
internal sealed class LayerRules
{
    private static readonly string[] Layer0 = ["Events", "State", "Config", "Time", "Metrics", "Sequencing"];
    private static readonly string[] Layer1 = ["MarketData", "Portfolio", "Strategies", "Risk", "Orders", "Breakers"];
    private static readonly string[] Layer2 = ["Journal", "Snapshots"];
    private static readonly string[] Layer3 = ["Gateway", "Control", "Replay"];
    private static readonly string[] Top = ["", "Pipeline"];

    // Strategies from assemblies: built by the composition root, used by the logic only through IStrategyCatalog.
    private const string Loading = "Loading";

    // Root types without behaviour, which every folder but the lowest may read.
    private static readonly string[] SharedRootTypes = ["EngineLimits"];

    private readonly AssemblyScan _scan;
    private readonly string _root;
    private readonly Dictionary<string, ScannedType> _types;
    private readonly HashSet<string> _exposedByViews;

    public LayerRules(AssemblyScan scan, string root)
    {
        _scan = scan;
        _root = root;
        _types = scan.Types.ToDictionary(t => t.Name);
        _exposedByViews = [.. scan.Uses
            .Where(u => u.Kind == UseKind.Signature && u.TargetAssembly.Length == 0 && IsView(u.UserType))
            .Select(u => u.TargetType)];
    }

    /// <summary>Folders found below the root that no rule knows.</summary>
    public IEnumerable<string> UnknownFolders()
    {
        string[] known = [.. Layer0, .. Layer1, .. Layer2, .. Layer3, .. Top, Loading];
        return _scan.Types.Select(t => FolderOf(t.Name)).OfType<string>().Distinct().Except(known)
            .Order(StringComparer.Ordinal);
    }

    public IEnumerable<string> Violations() =>
        _scan.Uses
            .Where(u => u.TargetAssembly.Length == 0)
            .Select(u => (Use: u, From: FolderOf(u.UserType), To: FolderOf(u.TargetType)))
            .Where(x => x.From is not null && x.To is not null && x.From != x.To && !IsAllowed(x.Use, x.From, x.To))
            .Select(x => $"{x.From} -> {x.To}: {x.Use.Where} uses {x.Use.TargetType}")
            .Distinct()
            .Order(StringComparer.Ordinal);

    private bool IsAllowed(MemberUse use, string from, string to)
    {
        if (Top.Contains(from)) return true;
        if (from is "Sequencing" or "Events") return false;
        if (to.Length == 0) return SharedRootTypes.Contains(ShortName(use.TargetType));
        if (Layer0.Contains(to)) return Layer0.Contains(from) ? to != "Sequencing" : true;
        if (Layer0.Contains(from)) return false;
        if (Layer1.Contains(from)) return Layer1.Contains(to) && IsViewOrExposed(use.TargetType);
        if (Layer2.Contains(from)) return Layer2.Contains(to);
        if (from == Loading) return to == "Strategies";
        if (!Layer3.Contains(from)) return false;
        if (Layer2.Contains(to) || Layer3.Contains(to)) return true;
        if (Layer1.Contains(to)) return IsViewOrExposed(use.TargetType) || IsLogicForReplay(from);
        return from == "Replay" && to is "Pipeline" or Loading;
    }

    // Replay runs the very logic that decided: it names the chain and what the chain is built from.
    private static bool IsLogicForReplay(string from) => from == "Replay";

    private bool IsViewOrExposed(string type)
    {
        if (IsView(type)) return true;

        // The enumerator of what a view hands out goes with it.
        var outermost = MemberUse.OutermostOf(type);
        return _exposedByViews.Contains(outermost)
               && _types.TryGetValue(outermost, out var declared) && declared.IsValueType;
    }

    private static bool IsView(string type) =>
        MemberUse.OutermostOf(type).EndsWith("View", StringComparison.Ordinal);

    private static string ShortName(string type)
    {
        var outermost = MemberUse.OutermostOf(type);
        return outermost[(outermost.LastIndexOf('.') + 1)..];
    }

    // Null for what lies outside the root, such as types that the compiler puts into no namespace.
    private string? FolderOf(string type)
    {
        var space = MemberUse.NamespaceOf(type);
        if (space == _root) return "";
        if (!space.StartsWith(_root + ".", StringComparison.Ordinal)) return null;
        return space[(_root.Length + 1)..].Split('.')[0];
    }
}
