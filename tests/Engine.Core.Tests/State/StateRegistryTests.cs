using Engine.Core.State;
using Xunit;

namespace Engine.Core.Tests.State;

/// <summary>
/// Goal: the digest says what the state is, not how the tables came about; an included registry stays included.
/// </summary>
public sealed class StateRegistryTests
{
    [Fact]
    public void The_order_in_which_tables_come_does_not_matter()
    {
        var first = new StateRegistry();
        first.Add<long>(10, 1, 4).Edit(1) = 7;
        first.Add<int>(20, 1, 4).Edit(2) = 8;
        var second = new StateRegistry();
        second.Add<int>(20, 1, 4).Edit(2) = 8;
        second.Add<long>(10, 1, 4).Edit(1) = 7;

        Assert.Equal(first.FoldDigest(), second.FoldDigest());
        Assert.Equal([10, 20], second.Tables.Select(t => t.PartId));
        Assert.Equal(first.ComputeDigest(), second.FoldDigest());
    }

    [Fact]
    public void An_included_registry_hands_on_tables_that_come_and_go_later()
    {
        var inner = new StateRegistry();
        inner.Add<long>(10, 1, 4);
        var outer = new StateRegistry();
        outer.Add<long>(5, 1, 1);
        outer.Include(inner);
        var restored = 0;
        inner.OnRestored(() => restored++); // Registered after the inclusion.

        inner.Add<long>(30, 1, 4).Edit(0) = 1;
        inner.Add<long>(20, 1, 4);
        inner.RemoveParts(10, 10);
        Assert.Equal([5, 20, 30], outer.Tables.Select(t => t.PartId));
        Assert.Same(inner.Tables[1], outer.Tables[2]);
        var replaced = inner.AddOrKeep<int>(30, 1, 4);
        Assert.Same(replaced, outer.Tables[2]);
        Assert.Equal(2, inner.Tables.Count);
        outer.NotifyRestored();
        Assert.Equal(1, restored);
    }

    [Fact]
    public void A_part_cannot_be_there_twice_and_a_registry_is_included_once()
    {
        var inner = new StateRegistry();
        inner.Add<long>(10, 1, 4);
        Assert.Throws<ArgumentException>(() => inner.Add<long>(10, 1, 4));
        var outer = new StateRegistry();
        outer.Add<long>(10, 1, 4);
        Assert.Throws<ArgumentException>(() => outer.Include(inner));
        new StateRegistry().Include(inner);
        Assert.Throws<ArgumentException>(() => new StateRegistry().Include(inner));
    }

    [Fact]
    public void Copies_are_equal_and_refuse_another_shape()
    {
        var from = new StateRegistry();
        from.Add<long>(10, 1, 4).Edit(3) = 9;
        var to = new StateRegistry();
        to.Add<long>(10, 1, 4).Edit(0) = 5;
        to.CopyFrom(from);
        Assert.Equal(from.FoldDigest(), to.FoldDigest());
        var other = new StateRegistry();
        other.Add<long>(10, 1, 5);
        Assert.Throws<ArgumentException>(() => other.CopyFrom(from));
    }
}
