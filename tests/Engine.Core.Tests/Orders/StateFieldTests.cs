using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Core.Orders;
using Engine.Core.Portfolio;
using Engine.Core.Risk;
using Engine.Core.State;
using Xunit;

namespace Engine.Core.Tests.Orders;

/// <summary>
/// Goal: nothing in the state of orders, portfolio and risk can differ without the state hash differing.
/// </summary>
public sealed class StateFieldTests
{
    [Fact]
    public void Every_field_of_every_entity_changes_the_hash()
    {
        var registry = NewRegistry();
        var clean = registry.FoldDigest();
        var fields = 0;
        foreach (var table in registry.Tables)
        {
            foreach (var (field, offset, size) in FieldsOf(table.EntityType))
            {
                for (var i = 0; i < size; i++)
                {
                    var bytes = new byte[table.EntityBytes];
                    bytes[offset + i] = 1;
                    table.WriteBytes(table.Capacity - 1, bytes);
                    var changed = registry.FoldDigest();
                    Assert.True(clean != changed, $"{table.EntityType.Name}.{field.Name} byte {i} is not in the hash");
                    Assert.Equal(changed, registry.ComputeDigest());
                    table.WriteBytes(table.Capacity - 1, new byte[table.EntityBytes]);
                    Assert.Equal(clean, registry.FoldDigest());
                }
                fields++;
            }
        }
        Assert.True(fields > 90, $"Only {fields} fields.");
    }

    [Fact]
    public void Fields_cover_their_entity_without_holes_or_overlap()
    {
        foreach (var table in NewRegistry().Tables)
        {
            Assert.Equal(0, table.EntityBytes % 8);
            var used = new int[table.EntityBytes];
            foreach (var (_, offset, size) in FieldsOf(table.EntityType))
                for (var i = 0; i < size; i++) used[offset + i]++;
            Assert.All(used, count => Assert.Equal(1, count));
        }
    }

    private static StateRegistry NewRegistry()
    {
        var limits = new EngineLimits
        {
            OrdersRetained = 64,
            ExecutionIdsRetained = 64,
            InstrumentsMax = 2,
            StrategiesMax = 1,
            HoldsMax = 8,
            ProtectionsMax = 4,
        };
        var registry = new StateRegistry();
        var orders = new OrderTable(registry, limits);
        _ = new OrderTermsTable(registry, limits);
        _ = new ProtectionTable(registry, limits);
        _ = new ExecutionIdSet(registry, limits);
        _ = new RestatementPark(registry, limits);
        _ = new ForeignOrderBook(registry, limits);
        _ = new PortfolioBook(registry, limits);
        _ = new RiskGate(registry, limits, orders.View);
        _ = new HoldTable(registry, limits);
        return registry;
    }

    private static IEnumerable<(FieldInfo Field, int Offset, int Size)> FieldsOf(Type entity)
    {
        Assert.True(entity.IsExplicitLayout, entity.Name);
        foreach (var field in entity.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            var offset = field.GetCustomAttribute<FieldOffsetAttribute>()!.Value;
            var sizeOf = typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(field.FieldType);
            yield return (field, offset, (int)sizeOf.Invoke(null, null)!);
        }
    }
}
