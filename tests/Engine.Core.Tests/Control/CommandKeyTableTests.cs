using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.State;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Control;

/// <summary>Goal: a key is found for 24 hours, whatever else was added, and a copy of the state finds it too.</summary>
public sealed class CommandKeyTableTests
{
    private const long Hour = 3_600_000_000_000;

    [Fact]
    public void A_key_is_found_for_a_day_and_then_free_again()
    {
        var (_, table) = New(8);
        Assert.True(table.TryAdd(Identity(1), Answer(7, 0), 0));
        Assert.True(table.TryFind(Identity(1), (24 * Hour) - 1, out var found));
        Assert.Equal(7, found.Answer.AppliedSequence);
        Assert.False(table.TryFind(Identity(1), 24 * Hour, out _));
        Assert.False(table.TryFind(Identity(2), 0, out _));

        Assert.True(table.TryAdd(Identity(1), Answer(9, 25 * Hour), 25 * Hour));
        Assert.True(table.TryFind(Identity(1), 25 * Hour, out found));
        Assert.Equal(9, found.Answer.AppliedSequence);
        Assert.Equal(1, table.Count);
    }

    [Fact]
    public void A_table_full_of_live_keys_takes_no_other_until_the_oldest_is_a_day_old()
    {
        var (_, table) = New(8);
        for (var i = 0; i < 8; i++) Assert.True(table.TryAdd(Identity(i), Answer(i, i * Hour), i * Hour));
        Assert.True(table.IsFull(20 * Hour));
        Assert.False(table.TryAdd(Identity(100), Answer(100, 20 * Hour), 20 * Hour));
        Assert.Equal(8, table.Count);
        Assert.False(table.IsFull(24 * Hour));
        Assert.True(table.TryAdd(Identity(100), Answer(100, 24 * Hour), 24 * Hour));
        Assert.False(table.TryFind(Identity(0), 24 * Hour, out _));
        Assert.True(table.TryFind(Identity(1), 24 * Hour, out _));
    }

    [Fact]
    public void Random_lives_of_keys_agree_with_a_dictionary_and_survive_a_copy_of_the_state()
    {
        var steps = Gen.Zip(Gen.Choose(0, 40), Gen.Choose(0, 5)).ListOf().Select(list => list.ToArray()).ToArbitrary();
        Prop.ForAll(steps, sequence =>
        {
            var (registry, table) = New(16);
            var model = new Dictionary<int, (long Sequence, long TimeNs)>();
            var now = 0L;
            var number = 0;
            foreach (var (key, hours) in sequence)
            {
                now += hours * Hour;
                var isLive = model.TryGetValue(key, out var known) && now - known.TimeNs < CommandKeyTable.KeptNs;
                if (table.TryFind(Identity(key), now, out var found) != isLive) return false;
                if (isLive && found.Answer.AppliedSequence != known.Sequence) return false;
                if (!isLive && table.TryAdd(Identity(key), Answer(++number, now), now)) model[key] = (number, now);
            }
            var (copyRegistry, copy) = New(16);
            copyRegistry.CopyFrom(registry);
            return model.All(pair => copy.TryFind(Identity(pair.Key), now, out var found)
                    == (now - pair.Value.TimeNs < CommandKeyTable.KeptNs)
                && (found.IsUsed == 0 || found.Answer.AppliedSequence == pair.Value.Sequence));
        }).QuickCheckThrowOnFailure();
    }

    private static (StateRegistry Registry, CommandKeyTable Table) New(int capacity)
    {
        var registry = new StateRegistry();
        return (registry, new CommandKeyTable(registry, new EngineLimits { IdempotencyKeysMax = capacity }));
    }

    // Few homes, so that keys collide.
    private static CommandIdentityPayload Identity(int key) =>
        new() { KeyHigh = (ulong)key, KeyLow = (ulong)(key % 5) << 32 };

    private static CommandAnswerPayload Answer(long sequence, long timeNs) =>
        new() { AppliedSequence = sequence, AppliedTimeNs = timeNs };
}
