using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.State;
using Engine.Core.Tests.Architecture;
using Xunit;

namespace Engine.Core.Tests;

/// <summary>
/// What lies in a ring slot, a journal record or a snapshot is bytes at fixed places. Changing a place breaks every
/// journal that exists, so each is written down here; see <see cref="FrozenLayouts"/>.
/// </summary>
public sealed class LayoutTests
{
    private static readonly Assembly Core = typeof(EngineEvent).Assembly;

    private static bool IsState(Type type) => StateTypes().Contains(type);

    // Entities, and the explicit structs nested in them, enter state hash and snapshot with every byte.
    private static HashSet<Type> StateTypes()
    {
        var found = new HashSet<Type>();
        foreach (var type in Core.GetTypes())
        {
            foreach (var field in type.GetFields(
                         BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            {
                if (field.FieldType.IsGenericType && field.FieldType.GetGenericTypeDefinition() == typeof(StateTable<>))
                    AddWithNested(field.FieldType.GetGenericArguments()[0], found);
            }
        }
        return found;
    }

    private static void AddWithNested(Type type, HashSet<Type> found)
    {
        if (type.IsGenericParameter || type.IsPrimitive || type.IsEnum || !found.Add(type)) return;
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            AddWithNested(field.FieldType, found);
    }

    [Fact]
    public void Every_explicit_struct_has_its_declared_size_aligned_fields_and_no_overlap()
    {
        var problems = new List<string>();
        var seen = 0;
        foreach (var type in LayoutInspector.ExplicitStructs(Core))
        {
            seen++;
            var overlay = type == typeof(EngineEvent) ? EngineEvent.PayloadOffset : -1;
            problems.AddRange(LayoutInspector.Problems(type, mayHaveHoles: !IsState(type), overlay));
        }
        Assert.True(seen >= 20, $"only {seen} explicit structs found");
        Assert.Empty(problems);
    }

    [Fact]
    public void Every_entity_of_a_state_table_is_explicit_and_without_a_hole()
    {
        var problems = new List<string>();
        foreach (var type in StateTypes())
        {
            if (type.IsExplicitLayout) problems.AddRange(LayoutInspector.Problems(type, mayHaveHoles: false));
            else if (!IsPlain(type)) problems.Add($"{type}: used as state without explicit layout");
        }
        Assert.Empty(problems);
    }

    [Fact]
    public void Every_payload_fills_its_88_bytes_at_byte_32_and_holds_no_float()
    {
        var payloads = PayloadTypes();
        Assert.All(payloads, p => Assert.Equal(EngineEvent.PayloadBytes, LayoutInspector.SizeOf(p)));
        Assert.All(payloads, p => Assert.True(p.IsExplicitLayout, p.Name));
        Assert.Equal(EngineEvent.SizeInBytes, LayoutInspector.SizeOf(typeof(EngineEvent)));
        Assert.Equal(128, EngineEvent.SizeInBytes);
        Assert.Equal(88, EngineEvent.PayloadBytes);

        Type[] floats = [typeof(float), typeof(double), typeof(decimal), typeof(Half)];
        var all = LayoutInspector.ExplicitStructs(Core)
            .SelectMany(t => t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic));
        Assert.DoesNotContain(all, f => floats.Contains(f.FieldType));
    }

    [Fact]
    public void The_frozen_layouts_of_records_have_not_changed()
    {
        var actual = PayloadTypes().Append(typeof(EngineEvent))
            .OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(LayoutInspector.Describe);
        AssertFrozen(FrozenLayouts.Records, actual);
    }

    [Fact]
    public void The_frozen_numbers_of_journaled_enums_have_not_changed()
    {
        var actual = Core.GetTypes()
            .Where(t => t.IsEnum && t.Namespace == typeof(EngineEvent).Namespace)
            .OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(DescribeEnum);
        AssertFrozen(FrozenLayouts.Enums, actual);
    }

    [Fact]
    public void A_hole_an_overlap_a_misplaced_field_and_a_wrong_size_are_found()
    {
        Assert.Contains("byte 4 belongs to no field", One(typeof(ArchitectureFixtures.BadLayouts.Hole)));
        Assert.Contains("overlaps", One(typeof(ArchitectureFixtures.BadLayouts.Overlap)));
        Assert.Contains("not a multiple of 8", One(typeof(ArchitectureFixtures.BadLayouts.Misaligned)));
        Assert.Contains("SizeInBytes is 24", One(typeof(ArchitectureFixtures.BadLayouts.WrongConstant)));
        Assert.Contains("declared size is 8", One(typeof(ArchitectureFixtures.BadLayouts.WrongSize)));
        Assert.Contains("holds a reference", One(typeof(ArchitectureFixtures.BadLayouts.Reference)));
        Assert.Empty(LayoutInspector.Problems(typeof(ArchitectureFixtures.BadLayouts.Good), mayHaveHoles: false));
    }

    [Fact]
    public void A_moved_field_and_an_unlisted_one_are_found()
    {
        var entries = FrozenLayouts.Entries(["Good 16: First@0+4", "    Second@8+8"]);
        Assert.Equal(["Good 16:", "Good.First@0+4", "Good.Second@8+8"], entries);
        Assert.Contains("Good.First@0+4",
            FrozenLayouts.Entries([LayoutInspector.Describe(typeof(ArchitectureFixtures.BadLayouts.Good))]));
        Assert.DoesNotContain("Good.First@4+4",
            FrozenLayouts.Entries([LayoutInspector.Describe(typeof(ArchitectureFixtures.BadLayouts.Good))]));
    }

    // What is frozen and gone or different breaks old journals; what is new has to be written down with its version.
    private static void AssertFrozen(string frozenText, IEnumerable<string> actualLines)
    {
        var frozen = FrozenLayouts.Entries(frozenText.Split('\n'));
        var actual = FrozenLayouts.Entries(actualLines);
        string[] differences =
        [
            .. frozen.Except(actual).Select(e => $"frozen, but changed or gone: {e}"),
            .. actual.Except(frozen).Select(e => $"new: add it to FrozenLayouts: {e}"),
            .. frozen.GroupBy(e => e).Where(g => g.Count() > 1).Select(g => $"frozen more than once: {g.Key}"),
        ];
        Assert.True(differences.Length == 0, string.Join('\n', differences));
    }

    private static string One(Type type) => Assert.Single(LayoutInspector.Problems(type, mayHaveHoles: false));

    private static IReadOnlyList<Type> PayloadTypes() =>
        [.. typeof(EngineEvent).GetFields(BindingFlags.Instance | BindingFlags.Public)
            .Where(f => f.GetCustomAttribute<FieldOffsetAttribute>()!.Value
                        == EngineEvent.PayloadOffset)
            .Select(f => f.FieldType)];

    // Inline arrays of bytes, longs and the like: one field, no padding, no layout to declare.
    private static bool IsPlain(Type type) =>
        type == typeof(Int128) || type == typeof(UInt128)
        || type.GetCustomAttribute<InlineArrayAttribute>() is not null;

    private static string DescribeEnum(Type type) =>
        $"{type.Name} {Enum.GetUnderlyingType(type).Name}: " + string.Join(' ', Enum.GetNames(type)
            .Select(n => (Name: n, Value: Convert.ToInt64(Enum.Parse(type, n), null)))
            .OrderBy(n => n.Value)
            .ThenBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => $"{n.Name}={n.Value}"));
}
