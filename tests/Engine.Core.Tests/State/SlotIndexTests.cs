using Engine.Core.State;
using Xunit;

namespace Engine.Core.Tests.State;

/// <summary>Goal: every slot is found under its hash as long as it is there, whatever else came and went.</summary>
public sealed class SlotIndexTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void Any_history_finds_what_a_list_finds_with_few_and_many_collisions(int capacity)
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var hashes = random.Next(1, 3 * capacity); // From all alike to hardly any.
            var index = new SlotIndex(capacity);
            var model = new List<(uint Hash, int Slot)>();
            for (var step = 0; step < 400; step++)
            {
                if (model.Count < capacity && random.Next(2) == 0)
                {
                    var entry = ((uint)random.Next(hashes) * 0x9E3779B1u, step);
                    index.Add(entry.Item1, entry.step);
                    model.Add(entry);
                }
                else if (model.Count > 0)
                {
                    var gone = model[random.Next(model.Count)];
                    index.Remove(gone.Hash, gone.Slot);
                    model.Remove(gone);
                }
                var asked = (uint)random.Next(hashes) * 0x9E3779B1u;
                Assert.True(
                    model.Where(e => e.Hash == asked).Select(e => e.Slot).Order().SequenceEqual(Found(index, asked)),
                    $"seed {seed}, step {step}");
            }
        }
    }

    [Fact]
    public void What_is_not_there_is_not_taken_out_and_a_cleared_index_finds_nothing()
    {
        var index = new SlotIndex(4);
        index.Add(5, 0);
        Assert.Throws<InvalidOperationException>(() => index.Remove(5, 1));
        Assert.Throws<InvalidOperationException>(() => index.Remove(6, 0));
        Assert.Equal([0], Found(index, 5));
        index.Clear();
        Assert.Empty(Found(index, 5));
    }

    private static List<int> Found(SlotIndex index, uint hash)
    {
        var slots = new List<int>();
        for (var slot = index.First(hash, out var at); slot != SlotIndex.None; slot = index.Next(hash, ref at))
            slots.Add(slot);
        slots.Sort();
        return slots;
    }
}
