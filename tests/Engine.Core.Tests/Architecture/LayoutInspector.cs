using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Engine.Core.Tests.Architecture;

/// <summary>Offsets, sizes and gaps of explicit structs, read by reflection.</summary>
internal static class LayoutInspector
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>One field of an explicit struct.</summary>
    internal readonly record struct FieldPlace(string Name, int Offset, int Size, int Alignment);

    public static IEnumerable<Type> ExplicitStructs(Assembly assembly) =>
        assembly.GetTypes().Where(
            t => t is { IsValueType: true, IsExplicitLayout: true, IsGenericTypeDefinition: false });

    public static int SizeOf(Type type)
    {
        var generic = typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!;
        return (int)generic.MakeGenericMethod(type).Invoke(null, null)!;
    }

    public static bool HoldsReferences(Type type)
    {
        var generic = typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!;
        return (bool)generic.MakeGenericMethod(type).Invoke(null, null)!;
    }

    public static IReadOnlyList<FieldPlace> Fields(Type type) =>
        [.. type.GetFields(Instance)
            .Select(f => new FieldPlace(
                f.Name,
                f.GetCustomAttribute<FieldOffsetAttribute>()!.Value,
                SizeOf(f.FieldType),
                AlignmentOf(f.FieldType)))
            .OrderBy(f => f.Offset)
            .ThenBy(f => f.Name, StringComparer.Ordinal)];

    /// <summary>What breaks the rules of every explicit struct; one line each.</summary>
    public static IEnumerable<string> Problems(Type type, bool mayHaveHoles, int overlayOffset = -1)
    {
        var size = SizeOf(type);
        var declared = type.StructLayoutAttribute!.Size;
        if (declared != size) yield return $"{type}: the declared size is {declared}, the real one {size}";
        if (type.GetField("SizeInBytes", Static) is { } constant
            && (int)constant.GetRawConstantValue()! != size)
        {
            yield return $"{type}: SizeInBytes is {constant.GetRawConstantValue()}, the real size {size}";
        }
        if (HoldsReferences(type)) yield return $"{type}: holds a reference";

        var covered = new string?[size];
        foreach (var field in Fields(type))
        {
            if (field.Offset % field.Alignment != 0)
                yield return $"{type}.{field.Name}: offset {field.Offset} is not a multiple of {field.Alignment}";
            for (var at = field.Offset; at < field.Offset + field.Size; at++)
            {
                if (covered[at] is not null && field.Offset != overlayOffset)
                {
                    yield return $"{type}.{field.Name}: overlaps {covered[at]} at byte {at}";
                    break;
                }
                covered[at] = field.Name;
            }
        }
        if (mayHaveHoles) yield break;

        var hole = Array.IndexOf(covered, null);
        if (hole >= 0) yield return $"{type}: byte {hole} belongs to no field";
        if (size % sizeof(long) != 0) yield return $"{type}: the size {size} is not a multiple of 8";
    }

    /// <summary>The layout as one line of text: what a journal or snapshot of today depends on.</summary>
    public static string Describe(Type type)
    {
        var text = new StringBuilder();
        text.Append(type.Name).Append(' ').Append(SizeOf(type)).Append(':');
        foreach (var field in Fields(type))
            text.Append(' ').Append(field.Name).Append('@').Append(field.Offset).Append('+').Append(field.Size);
        return text.ToString();
    }

    private static int AlignmentOf(Type type)
    {
        if (type.IsEnum) return AlignmentOf(Enum.GetUnderlyingType(type));
        if (type.IsPrimitive || type.IsPointer) return SizeOf(type);

        // 128-bit integers are read and written as two halves.
        if (type == typeof(Int128) || type == typeof(UInt128)) return sizeof(long);
        return type.GetFields(Instance).Select(f => AlignmentOf(f.FieldType)).DefaultIfEmpty(1).Max();
    }
}
