using Engine.Core.Strategies;

namespace Engine.Core.Loading;

/// <summary>
/// Reads a strategy assembly before it is loaded and names everything in it that could make a replay differ: use of
/// types outside the allow list, state outside state tables, floating-point fields, native code. It guards against
/// mistakes; it is no sandbox against malice.
/// </summary>
public static class StrategyAssemblyVerifier
{
    private static readonly string StrategyInterface = typeof(IStrategy).FullName!;

    /// <summary>Everything that is wrong, in the order of the assembly; empty if it may run.</summary>
    /// <exception cref="BadImageFormatException">The stream is no .NET assembly.</exception>
    public static IReadOnlyList<StrategyViolation> Verify(Stream assembly)
    {
        var scan = AssemblyScanner.Scan(assembly);
        var types = scan.Types.ToDictionary(t => t.Name);
        var found = new List<StrategyViolation>();
        foreach (var type in scan.Types.Where(t => !t.IsCompilerGenerated && !t.Name.StartsWith('<')))
            foreach (var field in type.Fields)
                AddField(field, types, found);
        foreach (var use in scan.Uses.Where(u => IsWritten(u) && !u.UserType.StartsWith('<')))
            AddUse(use, types, found);
        return [.. found.Distinct()];
    }

    // Equality and printing of records are the compiler's and harmless; the setter of a property is state.
    private static bool IsWritten(MemberUse use) =>
        !use.IsSynthesized || use.UserMember.StartsWith("set_", StringComparison.Ordinal);

    private static void AddField(
        ScannedField field, Dictionary<string, ScannedType> types, List<StrategyViolation> found)
    {
        if (field.IsLiteral) return;

        var where = $"{field.DeclaringType}.{field.Name}";
        if (StrategyAllowList.IsFloat(field.TypeName))
        {
            found.Add(new(where, field.TypeName,
                "floating-point state differs between machines; store fixed point in a long"));
        }
        else if (field is { IsStatic: true, IsReadOnly: false })
        {
            found.Add(new(where, "static field that can change",
                "it is neither journaled nor restored; use a table from StrategySetup.AddState"));
        }
        else if (!StrategyAllowList.AllowsField(field.TypeName, n => types.TryGetValue(n, out var t) && t.IsValueType))
        {
            found.Add(new(where, field.TypeName,
                "a field of this type can hold state that is neither journaled nor restored; "
                + "use a table from StrategySetup.AddState, or ImmutableArray for parameters"));
        }
    }

    private static void AddUse(MemberUse use, Dictionary<string, ScannedType> types, List<StrategyViolation> found)
    {
        switch (use.Kind)
        {
            case UseKind.Native:
                found.Add(new(use.Where, use.What, "native code cannot be replayed; remove it"));
                return;
            case UseKind.Pointer:
                found.Add(new(use.Where, use.What, "raw memory cannot be checked; use spans and state tables"));
                return;
            case UseKind.Instruction when use.TargetType == "volatile.":
                found.Add(new(use.Where, "volatile access", "a strategy runs on one thread; remove it"));
                return;
            case UseKind.Instruction:
                return;
            case UseKind.WriteField or UseKind.TakeFieldAddress when IsStateOutsideConfiguration(use, types):
                found.Add(new(use.Where, use.What,
                    "a field written outside Configure is state that is neither journaled nor restored; "
                    + "use a table from StrategySetup.AddState"));
                return;
        }
        if (use.TargetAssembly.Length == 0) return;

        if (!StrategyAllowList.AllowsType(use.TargetAssembly, use.TargetType))
        {
            found.Add(new(use.Where, use.What,
                "not among what a strategy may use; decide from events, views, parameters and state tables alone"));
        }
        else if (use.Kind == UseKind.Call
                 && !StrategyAllowList.AllowsMember(use.TargetType, use.TargetMember, use.TargetArguments))
        {
            found.Add(new(use.Where, use.What,
                "its answer may differ between machines or runs; use integers and what the engine offers"));
        }
    }

    // A strategy is configured once, before the first event; what is written later would be lost by a restart.
    private static bool IsStateOutsideConfiguration(MemberUse use, Dictionary<string, ScannedType> types) =>
        use.TargetAssembly.Length == 0
        && types.TryGetValue(use.TargetType, out var owner)
        && !owner.IsValueType
        && !owner.IsCompilerGenerated
        && use.UserMember is not (".ctor" or ".cctor" or nameof(IStrategy.Configure))
        && !IsCalledOnlyToConfigure(use, owner)
        && (use.Kind == UseKind.WriteField || MayBeWrittenThrough(use.TargetArguments, types));

    // Methods of read-only structs are called through their address too; the structs of the engine are such.
    private static bool MayBeWrittenThrough(string fieldType, Dictionary<string, ScannedType> types) =>
        types.TryGetValue(fieldType, out var type)
            ? !type.IsReadOnly
            : Type.GetType(fieldType) is { IsPrimitive: true };

    // Private methods named Configure... share the work of Configure.
    private static bool IsCalledOnlyToConfigure(MemberUse use, ScannedType owner) =>
        owner.Interfaces.Contains(StrategyInterface)
        && use.UserType == owner.Name
        && (use.UserMember.StartsWith(nameof(IStrategy.Configure), StringComparison.Ordinal)
            || use.UserMember.EndsWith("." + nameof(IStrategy.Configure), StringComparison.Ordinal));
}
