using Engine.Core.Loading;

namespace Engine.Core.Tests.Architecture;

/// <summary>
/// What code that replay runs again must not use: everything whose answer may differ between two runs, machines, time
/// zones, cultures or versions of the runtime. See docs/DETERMINISM.md.
/// </summary>
internal sealed class DeterminismRules(AssemblyScan scan, string root)
{
    private static readonly string[] WholeFolders =
        ["Events", "State", "Portfolio", "Strategies", "Risk", "Orders", "Breakers", "MarketData", "Pipeline.Logic"];

    // Edges that live in a deterministic folder: they touch files and clocks, and feed the logic through lanes only.
    private static readonly string[] EdgeNames =
        ["Source", "Publisher", "Catalog", "Loader", "Reader", "Exception", "Gzip", "Conflat", "Pump"];

    private static readonly string[] SinglePrefixes =
        ["Gateway.VenueModel", "Gateway.Reconciler", "Time.Timer", "Pipeline.LogicChain", "Control.CommandKey",
            "Control.CommandTable", "Control.Approval", "Control.CommandVerbs"];

    private static readonly string[] Integers =
        ["SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Int128", "UInt128"];

    private static readonly string[] Floats = ["System.Single", "System.Double", "System.Decimal", "System.Half"];

    private static readonly string[] HashedCollections =
        ["System.Collections.Generic.Dictionary`2", "System.Collections.Generic.HashSet`1",
         "System.Collections.Concurrent.ConcurrentDictionary`2", "System.Collections.Hashtable"];

    private static readonly BannedUse[] Banned =
    [
        new("System.DateTime", "", "a clock or the calendar of a time zone"),
        new("System.DateTimeOffset", "", "a clock or the calendar of a time zone"),
        new("System.TimeZoneInfo", "", "the time-zone table of the machine"),
        new("System.TimeProvider", "", "a clock"),
        new("System.Diagnostics.Stopwatch", "", "a clock"),
        new("System.Environment", "", "the environment of the process"),
        new("System.AppContext", "", "the environment of the process"),
        new("System.Diagnostics.Process", "", "the machine"),
        new("System.Random", "", "randomness"),
        new("System.Guid", "NewGuid", "randomness"),
        new("System.Security.Cryptography.RandomNumberGenerator", "", "randomness"),
        new("System.HashCode", "", "a hash with a random seed"),
        new("System.String", "GetHashCode", "a hash with a random seed"),
        new("System.Object", "GetHashCode", "a hash that may be random or an address"),
        new("System.Runtime.CompilerServices.RuntimeHelpers", "GetHashCode", "an address as hash"),
        new("System.Threading.", "", "threads"),
        new("System.Timers.", "", "threads and a clock"),
        new("System.IO.", "", "files"),
        new("Microsoft.Win32.", "", "files"),
        new("System.Net.", "", "the network"),
        new("System.Console", "", "the console"),
        new("System.GC", "", "the state of the runtime"),
        new("System.Linq.", "", "allocation and unordered enumeration"),
        new("System.Globalization.CultureInfo", "CurrentCulture", "the culture of the machine"),
        new("System.Globalization.CultureInfo", "CurrentUICulture", "the culture of the machine"),
        new("System.Globalization.NumberFormatInfo", "CurrentInfo", "the culture of the machine"),
        new("System.String", "Compare", "the culture of the machine", "System.String,System.String"),
        new("System.String", "CompareTo", "the culture of the machine"),
        new("System.String", "ToUpper", "the culture of the machine"),
        new("System.String", "ToLower", "the culture of the machine"),
        new("System.String", "StartsWith", "the culture of the machine", "System.String"),
        new("System.String", "EndsWith", "the culture of the machine", "System.String"),
        new("System.String", "IndexOf", "the culture of the machine", "System.String"),
        new("System.String", "Format", "the culture of the machine", "System.String,System.Object"),
        new("System.String", "Format", "the culture of the machine", "System.String,System.Object[]"),
        new("System.Char", "ToUpper", "the culture of the machine", "System.Char"),
        new("System.Char", "ToLower", "the culture of the machine", "System.Char"),
        new("System.StringComparer", "CurrentCulture", "the culture of the machine"),
        new("System.StringComparer", "CurrentCultureIgnoreCase", "the culture of the machine"),
        new("System.Convert", "", "the culture of the machine"),
    ];

    // What Math has beyond integers: different results on different machines.
    private static readonly HashSet<string> ExactMath =
        ["Abs", "Min", "Max", "Sign", "Clamp", "BigMul", "DivRem"];

    public IEnumerable<string> Violations() =>
        scan.Uses.Where(u => IsDeterministic(u.UserType) && !u.IsSynthesized)
            .Select(u => (Use: u, Reason: ReasonAgainst(u)))
            .Where(x => x.Reason is not null)
            .Select(x => $"{x.Use.Where} uses {x.Use.What}({x.Use.TargetArguments}): {x.Reason}")
            .Distinct()
            .Order(StringComparer.Ordinal);

    public bool IsDeterministic(string typeName)
    {
        var type = MemberUse.OutermostOf(typeName);
        if (!type.StartsWith(root + ".", StringComparison.Ordinal)) return false;
        var below = type[(root.Length + 1)..];
        if (SinglePrefixes.Any(p => below.StartsWith(p, StringComparison.Ordinal))) return true;
        return WholeFolders.Any(f => below.StartsWith(f + ".", StringComparison.Ordinal))
               && !(below.StartsWith("MarketData.", StringComparison.Ordinal)
                    && EdgeNames.Any(n => below.Contains(n, StringComparison.Ordinal)));
    }

    private static string? ReasonAgainst(MemberUse use)
    {
        if (use.Kind == UseKind.Instruction)
            return use.TargetType == "volatile." ? "memory shared between threads" : "floating point";
        if (Floats.Contains(use.TargetType)) return "floating point";
        if (use.Kind == UseKind.Native) return "a native library";

        var member = use.TargetMember.StartsWith("get_", StringComparison.Ordinal)
            ? use.TargetMember[4..]
            : use.TargetMember;
        if (use.Kind == UseKind.Call && ReasonAgainstCall(use, member) is { } reason) return reason;
        if (IsQueryAtConstruction(use) || IsExactConversion(use)) return null;
        foreach (var banned in Banned)
        {
            if (IsMatch(banned.Type, use.TargetType)
                && (banned.Member.Length == 0 || banned.Member == member)
                && (banned.Arguments is null || banned.Arguments == use.TargetArguments))
            {
                return banned.Reason;
            }
        }
        return null;
    }

    private static string? ReasonAgainstCall(MemberUse use, string member)
    {
        if (HashedCollections.Contains(use.TargetType) && member is "GetEnumerator" or "Keys" or "Values" or "CopyTo")
            return "the order of a hash table";
        if (use.TargetType is "System.Math" or "System.MathF" && !ExactMath.Contains(member))
            return "mathematics that differs between machines";
        if (!Integers.Any(i => use.TargetType == "System." + i)) return null;

        // With a provider or a format plus provider it is fine; without, the sign of the culture decides.
        var arguments = use.TargetArguments;
        return member switch
        {
            "ToString" when !arguments.Contains("IFormatProvider", StringComparison.Ordinal) =>
                "the culture of the machine",
            "Parse" or "TryParse" when !arguments.Contains("IFormatProvider", StringComparison.Ordinal) =>
                "the culture of the machine",
            "TryFormat" when !arguments.Contains("IFormatProvider", StringComparison.Ordinal) =>
                "the culture of the machine",
            _ => null,
        };
    }

    // Once, before the first event, order and allocation of a query do no harm; hash order is caught above.
    private static bool IsQueryAtConstruction(MemberUse use) =>
        use.TargetType.StartsWith("System.Linq.", StringComparison.Ordinal)
        && use.UserMember is ".ctor" or ".cctor" or "Configure";

    private static bool IsExactConversion(MemberUse use) =>
        use.TargetType == "System.Convert"
        && (use.TargetMember.Length == 0
            || use.TargetMember.Contains("Hex", StringComparison.Ordinal)
            || use.TargetMember.Contains("Base64", StringComparison.Ordinal));

    private static bool IsMatch(string pattern, string type) =>
        pattern.EndsWith('.')
            ? type.StartsWith(pattern, StringComparison.Ordinal)
            : type == pattern || type.StartsWith(pattern + "+", StringComparison.Ordinal);
}
