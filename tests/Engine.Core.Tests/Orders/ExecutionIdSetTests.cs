using System.Globalization;
using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.State;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Orders;

/// <summary>Goal: an execution counts once within 8 sessions, whatever is evicted, restored or collides.</summary>
public sealed class ExecutionIdSetTests
{
    private static readonly EngineLimits Limits = new() { ExecutionIdsRetained = 64 };

    [Fact]
    public void An_id_counts_once_for_eight_sessions()
    {
        var set = new ExecutionIdSet(new StateRegistry(), Limits);
        Assert.True(set.TryAdd(IdOf(1), 100));
        for (var day = 101; day < 108; day++)
        {
            Assert.True(set.TryAdd(IdOf(day), day));
            Assert.False(set.TryAdd(IdOf(1), day));
        }
        Assert.Equal(8, set.Count);

        Assert.True(set.TryAdd(IdOf(108), 108));     // The ninth session: the first is forgotten.
        Assert.Equal(8, set.Count);
        Assert.True(set.TryAdd(IdOf(1), 108));
        Assert.False(set.HasForgottenYoung);
    }

    [Fact]
    public void A_full_ring_forgets_the_oldest_and_says_so()
    {
        var set = new ExecutionIdSet(new StateRegistry(), Limits);
        for (var i = 0; i < 64; i++) Assert.True(set.TryAdd(IdOf(i), 1));
        Assert.False(set.HasForgottenYoung);

        Assert.True(set.TryAdd(IdOf(64), 1));

        Assert.True(set.HasForgottenYoung);
        Assert.Equal(64, set.Count);
        Assert.False(set.Contains(IdOf(0)));
        Assert.All(Enumerable.Range(1, 64), i => Assert.True(set.Contains(IdOf(i))));
    }

    [Fact]
    public void It_behaves_like_a_list_also_after_restores() =>
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => RunRandomly(new Random(seed))));

    [Fact]
    public void Adding_and_evicting_allocates_nothing()
    {
        var registry = new StateRegistry();
        var set = new ExecutionIdSet(registry, Limits);
        var id = default(AsciiText32);
        var before = 0L;
        for (var i = 0; i < 20_000; i++)
        {
            if (i == 10_000) before = GC.GetAllocatedBytesForCurrentThread();
            id[0] = (byte)(33 + (i % 90));
            id[1] = (byte)(33 + (i / 90 % 90));
            id[2] = (byte)(33 + (i / 8100 % 90));
            set.TryAdd(in id, i / 1_000);
            registry.FoldDigest();
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void RunRandomly(Random random)
    {
        var registry = new StateRegistry();
        var set = new ExecutionIdSet(registry, Limits);
        var kept = new List<(int Id, int Day)>();
        var sessions = new SortedSet<int>();
        var day = 0;
        for (var step = 0; step < 600; step++)
        {
            if (random.Next(12) == 0) day++;
            var id = random.Next(150);
            var isNew = !kept.Exists(k => k.Id == id);
            if (isNew) Remember(kept, sessions, id, day);

            Assert.Equal(isNew, set.TryAdd(IdOf(id), day));
            Assert.Equal(kept.Count, set.Count);
            if (random.Next(40) == 0) registry.NotifyRestored();
        }
        Assert.All(Enumerable.Range(0, 150), id => Assert.Equal(kept.Exists(k => k.Id == id), set.Contains(IdOf(id))));
        Assert.Equal(registry.FoldDigest(), registry.ComputeDigest());
    }

    private static void Remember(List<(int Id, int Day)> kept, SortedSet<int> sessions, int id, int day)
    {
        sessions.Add(day);
        while (sessions.Count > ExecutionIdSet.SessionsKept) sessions.Remove(sessions.Min);
        for (var i = 0; i < 2 && kept.Count > 0 && kept[0].Day < sessions.Min; i++) kept.RemoveAt(0);
        if (kept.Count == 64) kept.RemoveAt(0);
        kept.Add((id, day));
    }

    private static AsciiText32 IdOf(int number) =>
        AsciiText32.From("exec-" + number.ToString(CultureInfo.InvariantCulture));
}
