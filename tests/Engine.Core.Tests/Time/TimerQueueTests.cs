using Engine.Core.State;
using Engine.Core.Tests.MarketData;
using Engine.Core.Time;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Engine.Core.Tests.Time;

public sealed class TimerQueueTests
{
    private static readonly EngineLimits Limits = new() { TimersMax = 70 };

    [Fact]
    public void Timers_fire_by_deadline_then_by_id()
    {
        var timers = new TimerQueue(new StateRegistry(), Limits);
        timers.TrySchedule(20, 1, 100, out var a);
        timers.TrySchedule(10, 2, 200, out var b);
        timers.TrySchedule(20, 3, 300, out var c);

        Assert.Equal(10, timers.NextDeadlineNs);
        Assert.False(timers.TryPopDue(9, out _));
        Assert.Equal([new TimerEntry(b, 10, 2, 200), new(a, 20, 1, 100), new(c, 20, 3, 300)], PopAll(timers, 20));
        Assert.Equal(long.MaxValue, timers.NextDeadlineNs);
        Assert.False(timers.TryPopDue(long.MaxValue, out _));
    }

    [Fact]
    public void A_canceled_timer_does_not_fire_and_ids_are_not_reused()
    {
        var timers = new TimerQueue(new StateRegistry(), Limits);
        timers.TrySchedule(10, 1, 0, out var first);
        Assert.True(timers.Cancel(first));
        Assert.False(timers.Cancel(first));
        Assert.False(timers.Cancel(0));
        Assert.False(timers.Cancel(-1));
        timers.TrySchedule(10, 1, 0, out var second);
        Assert.Equal((1, 2), (first, second));
        Assert.Single(PopAll(timers, 10));
    }

    [Fact]
    public void A_full_queue_refuses_and_a_strategy_can_be_silenced()
    {
        var timers = new TimerQueue(new StateRegistry(), Limits);
        for (var i = 0; i < 70; i++) Assert.True(timers.TrySchedule(i, i % 2, 0, out _));
        Assert.False(timers.TrySchedule(0, 0, 0, out var none));
        Assert.Equal(0, none);
        Assert.Equal(35, timers.CancelAll(1));
        Assert.Equal(35, timers.Count);
        Assert.All(PopAll(timers, 100), timer => Assert.Equal(0, timer.StrategyId));
    }

    /// <summary>Against a sorted list, with a restore from the bytes of the state after every few steps.</summary>
    [Fact]
    public void Any_history_gives_what_a_sorted_list_gives_and_restoring_changes_nothing()
    {
        var steps = Gen.Choose(0, 1_000_000).ArrayOf(300).ToArbitrary();
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(steps, history =>
        {
            var registry = new StateRegistry();
            var timers = new TimerQueue(registry, Limits);
            var straightRegistry = new StateRegistry();
            var straight = new TimerQueue(straightRegistry, Limits);
            var model = new List<(long Deadline, long Id)>();
            foreach (var step in history)
            {
                if (!Step(step, timers, straight, model)) return false;
                if (step % 17 == 0) (registry, timers) = Restore(registry);
            }
            return registry.ComputeDigest() == straightRegistry.ComputeDigest();
        }));
    }

    private static bool Step(int step, TimerQueue timers, TimerQueue straight, List<(long Deadline, long Id)> model)
    {
        var value = step / 4;
        switch (step % 4)
        {
            case 0 or 1:
                var isScheduled = timers.TrySchedule(value % 50, 1, step, out var id);
                if (isScheduled != model.Count < 70
                    || straight.TrySchedule(value % 50, 1, step, out var straightId) != isScheduled) return false;
                if (isScheduled) model.Add((value % 50, id));
                return id == straightId;
            case 2:
                var target = model.Count == 0 ? 12_345 : model[value % model.Count].Id;
                straight.Cancel(target);
                return timers.Cancel(target) == (model.RemoveAll(timer => timer.Id == target) == 1);
            default:
                var isDue = timers.TryPopDue(value % 50, out var entry);
                straight.TryPopDue(value % 50, out var straightEntry);
                model.Sort();
                if (entry != straightEntry
                    || isDue != (model.Count > 0 && model[0].Deadline <= value % 50)) return false;
                if (!isDue) return true;
                var expected = model[0];
                model.RemoveAt(0);
                return expected == (entry.DeadlineNs, entry.TimerId)
                    && timers.NextDeadlineNs == (model.Count == 0 ? long.MaxValue : model[0].Deadline);
        }
    }

    private static (StateRegistry Registry, TimerQueue Timers) Restore(StateRegistry from)
    {
        var registry = new StateRegistry();
        var timers = new TimerQueue(registry, Limits);
        StateCopy.Copy(from, registry);
        return (registry, timers);
    }

    private static List<TimerEntry> PopAll(TimerQueue timers, long nowNs)
    {
        var entries = new List<TimerEntry>();
        while (timers.TryPopDue(nowNs, out var entry)) entries.Add(entry);
        return entries;
    }
}
