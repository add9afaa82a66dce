using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Core.Loading;
using Engine.Core.Replay;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Replay;

/// <summary>Goal: in no table of a whole model can a field differ without the state hash differing.</summary>
public sealed class ModelStateTests
{
    [Theory]
    [InlineData("backtest")]
    [InlineData("paper")]
    public void Every_field_of_every_table_of_a_model_changes_the_hash(string mode)
    {
        var model = new ModelFactory(new StrategyCatalog()).Create(LogicBench.ConfigOf(
            $"mode={mode}", "venue.hosted=true", "strategies.a.type=mean-reversion",
                "strategies.b.type=passive-quoting",
            "strategies.c.type=moving-average-crossover"));
        var clean = model.All.FoldDigest();
        var fields = 0;
        foreach (var table in model.All.Tables)
        {
            var bytes = table.ReadBytes(table.Capacity - 1).ToArray();
            if (bytes.Length == 0) bytes = new byte[table.EntityBytes];
            foreach (var (name, offset, size) in FieldsOf(table.EntityType))
            {
                var changed = bytes.ToArray();
                changed[offset + size - 1] ^= 1;
                table.WriteBytes(table.Capacity - 1, changed);
                var digest = model.All.FoldDigest();
                Assert.True(digest != clean, $"part {table.PartId}: {table.EntityType.Name}.{name}");
                table.WriteBytes(table.Capacity - 1, bytes);
                Assert.Equal(clean, model.All.FoldDigest());
                fields++;
            }
        }
        Assert.Equal(clean, model.All.ComputeDigest());
        Assert.True(model.All.Tables.Count > 35 && fields > 250, $"{model.All.Tables.Count} tables, {fields} fields");
    }

    [Fact]
    public void The_parts_of_a_model_have_numbers_of_their_own_in_ascending_order()
    {
        var parts = new ModelFactory(new StrategyCatalog())
            .Create(LogicBench.ConfigOf("mode=paper", "venue.hosted=true")).All.Tables.Select(t => t.PartId).ToArray();
        Assert.Equal(parts.Order().Distinct(), parts);
    }

    private static IEnumerable<(string Name, int Offset, int Size)> FieldsOf(Type entity)
    {
        if (entity.IsPrimitive)
        {
            yield return ("value", 0, Marshal.SizeOf(entity));
            yield break;
        }
        const BindingFlags all = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (var field in entity.GetFields(all))
        {
            var offset = field.GetCustomAttribute<FieldOffsetAttribute>()?.Value ?? 0;
            var size = typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(field.FieldType);
            yield return (field.Name, offset, (int)size.Invoke(null, null)!);
        }
    }
}
