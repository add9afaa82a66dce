using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.State;
using Engine.Core.Strategies;

namespace Engine.Core.Loading;

/// <summary>
/// The types and members that a strategy assembly may use. What is not listed is not allowed: a new clock in a later
/// framework stays out without anybody thinking of it.
/// </summary>
internal static class StrategyAllowList
{
    private static readonly HashSet<string> BaseTypes =
    [
        "System.Void", "System.Object", "System.ValueType", "System.Enum", "System.String", "System.Boolean",
        "System.Char", "System.SByte", "System.Byte", "System.Int16", "System.UInt16", "System.Int32", "System.UInt32",
        "System.Int64", "System.UInt64", "System.Int128", "System.UInt128", "System.IntPtr", "System.UIntPtr",
        "System.Single", "System.Double", "System.Math", "System.Array", "System.Nullable`1", "System.Index",
        "System.Range", "System.Span`1", "System.ReadOnlySpan`1", "System.MemoryExtensions", "System.Type",
        "System.RuntimeTypeHandle", "System.RuntimeFieldHandle", "System.IEquatable`1", "System.IComparable`1",
        "System.IFormatProvider", "System.IFormattable", "System.StringComparison", "System.ValueTuple`2",
        "System.ValueTuple`3", "System.ValueTuple`4", "System.Action", "System.Action`1", "System.Action`2",
        "System.Func`1", "System.Func`2", "System.Func`3", "System.Predicate`1", "System.Comparison`1",
        "System.Exception", "System.ArgumentException", "System.ArgumentOutOfRangeException",
        "System.ArgumentNullException", "System.InvalidOperationException", "System.NotSupportedException",
        "System.OverflowException", "System.ArithmeticException", "System.DivideByZeroException",
        "System.IndexOutOfRangeException", "System.IDisposable", "System.Attribute", "System.MulticastDelegate",
        "System.Numerics.BitOperations", "System.Diagnostics.Debug", "System.Text.StringBuilder",
        "System.Globalization.CultureInfo", "System.Globalization.NumberStyles",
        "System.Collections.IEnumerator", "System.Collections.IEnumerable",
        "System.Collections.Generic.IEnumerable`1", "System.Collections.Generic.IEnumerator`1",
        "System.Collections.Generic.IReadOnlyList`1", "System.Collections.Generic.IReadOnlyCollection`1",
        "System.Collections.Generic.IList`1", "System.Collections.Generic.ICollection`1",
        "System.Collections.Generic.List`1", "System.Collections.Generic.EqualityComparer`1",
        "System.Collections.Generic.Comparer`1", "System.Collections.Immutable.ImmutableArray",
        "System.Collections.Immutable.ImmutableArray`1",
        "System.Runtime.CompilerServices.RuntimeHelpers", "System.Runtime.CompilerServices.Unsafe",
        "System.Runtime.CompilerServices.InlineArrayAttribute", "System.Runtime.InteropServices.InAttribute",
        "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler",
        "System.Runtime.CompilerServices.IsExternalInit", "System.Runtime.CompilerServices.SwitchExpressionException",
        "System.Runtime.InteropServices.UnmanagedType", "System.Runtime.InteropServices.MemoryMarshal",
    ];

    // What may be called on types that also hold what may not.
    private static readonly Dictionary<string, string[]> OnlyMembers = new()
    {
        ["System.Math"] = ["Abs", "Min", "Max", "Sign", "Clamp", "BigMul", "DivRem", "Sqrt"],
        ["Engine.Core.State.StateTable`1"] = ["get_Item", "Edit", "get_Capacity"],
        ["System.Object"] = [".ctor", "Equals", "ToString", "ReferenceEquals", "GetType"],
        ["System.Type"] = ["GetTypeFromHandle", "op_Equality", "op_Inequality"],
        ["System.Globalization.CultureInfo"] = ["get_InvariantCulture"],
        ["System.Single"] = ["IsNaN", "IsFinite", "IsInfinity", "CompareTo", "Equals"],
        ["System.Double"] = ["IsNaN", "IsFinite", "IsInfinity", "CompareTo", "Equals"],
        ["System.Runtime.CompilerServices.RuntimeHelpers"] =
            ["InitializeArray", "CreateSpan", "EnsureSufficientExecutionStack"],
        ["System.Runtime.CompilerServices.Unsafe"] = ["As", "AsRef", "Add", "SizeOf"],
        ["System.Runtime.InteropServices.MemoryMarshal"] = ["CreateSpan", "CreateReadOnlySpan"],
        ["System.String"] =
        [
            "Concat", "Equals", "op_Equality", "op_Inequality", "get_Length", "get_Chars", "IsNullOrEmpty", "Substring",
            "CompareOrdinal", "Join", "op_Implicit", "Split", "Trim", "Contains", "Replace",
        ],
    };

    private static readonly HashSet<string> CultureTypes =
    [
        "System.SByte", "System.Byte", "System.Int16", "System.UInt16", "System.Int32", "System.UInt32",
        "System.Int64", "System.UInt64", "System.Int128", "System.UInt128",
    ];

    private static readonly HashSet<string> FloatTypes =
        ["System.Single", "System.Double", "System.Half", "System.Decimal"];

    // Value types apart from these hold no hidden state; arrays and collections could.
    private static readonly string[] FieldTypes =
    [
        "System.String", "System.Type", "Engine.Core.State.StateTable`1",
        "System.Collections.Immutable.ImmutableArray`1",
    ];

    public static bool IsFloat(string typeName) => FloatTypes.Contains(typeName);

    /// <summary>May be used at all.</summary>
    public static bool AllowsType(string assembly, string typeName) =>
        assembly == CoreName ? AllowsCoreType(typeName) : BaseTypes.Contains(typeName);

    /// <param name="arguments">Parameter types; text and numbers are turned into each other with a culture
    /// given.</param>
    public static bool AllowsMember(string typeName, string member, string arguments)
    {
        if (OnlyMembers.TryGetValue(typeName, out var members) && !members.Contains(member)) return false;
        return !CultureTypes.Contains(typeName)
               || member is not ("Parse" or "TryParse" or "ToString" or "TryFormat")
               || arguments.Contains("System.IFormatProvider", StringComparison.Ordinal);
    }

    /// <summary>May be the type of a field: it cannot hold state that the engine does not know of.</summary>
    public static bool AllowsField(string typeName, Func<string, bool> isOwnValueType)
    {
        if (typeName.EndsWith(']') || typeName.EndsWith('&')) return false;
        var brace = typeName.IndexOf('{', StringComparison.Ordinal);
        var name = brace < 0 ? typeName : typeName[..brace];
        if (FieldTypes.Contains(name) || isOwnValueType(name)) return true;

        var type = typeof(object).Assembly.GetType(name) ?? typeof(IStrategy).Assembly.GetType(name);
        return type is { IsValueType: true };
    }

    private static string CoreName { get; } = typeof(IStrategy).Assembly.GetName().Name!;

    private static bool AllowsCoreType(string typeName)
    {
        var type = typeof(IStrategy).Assembly.GetType(typeName);
        if (type is null || !type.IsVisible) return false;
        if (type == typeof(StateTable<>) || type == typeof(ConfigSection) || type == typeof(ConfigException))
            return true;
        if (type.Namespace is { } space
            && (space == typeof(EngineEvent).Namespace
                || space == typeof(IStrategy).Namespace
                || space.StartsWith(typeof(IStrategy).Namespace + ".", StringComparison.Ordinal)))
        {
            return true;
        }
        // The read side of the other folders: views, and the entities they show.
        return MemberUse.OutermostOf(typeName).EndsWith("View", StringComparison.Ordinal) || type.IsValueType;
    }
}
