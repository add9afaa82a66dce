using Engine.Core.Events;
using Engine.Core.Replay;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Replay;

/// <summary>Goal: however a journal is cut into pieces, the groups that come out are the groups that went in.</summary>
public sealed class GroupAssemblerTests
{
    private const int GroupMax = 8;

    [Fact]
    public void Pieces_give_back_the_groups()
    {
        var lengths = Gen.ListOf(Gen.Choose(1, GroupMax)).ToArbitrary();
        var cuts = Gen.ListOf(Gen.Choose(0, 12)).ToArbitrary();
        Prop.ForAll(lengths, cuts, (groups, pieces) => Check([.. groups], [.. pieces])).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_group_beyond_the_buffer_is_refused()
    {
        var carried = new EngineEvent[3];
        Assert.Throws<InvalidOperationException>(() =>
        {
            var groups = new GroupAssembler(carried, 0, new EngineEvent[4]);
            groups.TryNext(out _);
        });
    }

    private static bool Check(int[] lengths, int[] pieces)
    {
        var journal = new List<EngineEvent>();
        foreach (var length in lengths)
            for (var i = 1; i <= length; i++)
            {
                journal.Add(new EngineEvent
                {
                    Sequence = journal.Count + 1,
                    Flags = i == length ? EventFlags.LastOfGroup : EventFlags.None,
                });
            }

        var carried = new EngineEvent[GroupMax];
        var carriedCount = 0;
        var found = new List<int>();
        var next = 1L;
        var at = 0;
        for (var piece = 0; at < journal.Count; piece++)
        {
            var size = piece < pieces.Length ? pieces[piece] : journal.Count;
            var records = journal.Skip(at).Take(size).ToArray();
            at += records.Length;
            var groups = new GroupAssembler(carried, carriedCount, records);
            while (groups.TryNext(out var group))
            {
                found.Add(group.Length);
                foreach (ref readonly var record in group)
                    if (record.Sequence != next++) return false;
                if (!group[^1].IsLastOfGroup) return false;
            }
            carriedCount = groups.CarriedCount;
        }
        return carriedCount == 0 && found.SequenceEqual(lengths);
    }
}
