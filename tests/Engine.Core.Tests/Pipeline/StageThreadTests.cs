using System.Diagnostics;
using Engine.Core.Metrics;
using Engine.Core.Pipeline;
using Engine.Core.Sequencing;
using Engine.Core.Tests.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Pipeline;

public sealed class StageThreadTests
{
    public static TheoryData<WaitKind> WaitKinds => [WaitKind.SpinThenPark, WaitKind.BusySpin, WaitKind.Blocking];

    [Theory]
    [MemberData(nameof(WaitKinds))]
    public void Stages_of_one_thread_run_in_order_until_all_work_is_done(WaitKind kind)
    {
        const long records = 20_000;
        var signal = new WakeSignal();
        var (first, second) = (new Lane<Payload>(8), new Lane<Payload>(8));
        first.WakeConsumer(signal);
        var control = new RunControl();
        var copy = new CopyStage(first.Reader, second);
        var check = new CheckStage(second.Reader);
        var thread = new StageThread("copy+check", [copy, check], new WaitOptions(kind), control, signal);
        thread.Start();

        TestThreads.RunAll(() =>
        {
            for (var i = 0L; i < records; i++)
            {
                var spin = default(SpinWait);
                while (!first.TryWrite(Payload.Of(i))) spin.SpinOnce(sleep1Threshold: -1);
            }
        });
        thread.Drain();
        Assert.True(thread.Join(TestThreads.Deadline));
        Assert.Null(control.Fault);
        Assert.Equal(records, check.Checked);
        Assert.False(thread.IsRunning);
        Assert.Null(thread.PinningRefused);
        Assert.Equal(0, signal.MissedWakeups);
    }

    [Fact]
    public void A_pass_of_50_ms_is_a_stall_and_sleeping_is_none()
    {
        var signal = new WakeSignal();
        var stalling = new StallingStage(TimeSpan.FromMilliseconds(50));
        var tracker = new StallTracker(TimeSpan.FromMilliseconds(45));
        var control = new RunControl();
        var thread = new StageThread(
            "stalling", [stalling], new WaitOptions(WaitKind.Blocking), control, signal, stalls: tracker);
        thread.Start();
        TestThreads.Until(() => signal.Parks > 60); // A millisecond each, at most.
        var before = tracker.Stalls; // A busy machine may keep the thread from its core.
        stalling.Stall();
        TestThreads.Until(() => tracker.Stalls > before);
        var gauge = thread.Read();
        Assert.True(gauge.Stalls >= 1 && gauge.StalledNs >= 50_000_000, $"{gauge}");
        Assert.True(gauge.LongestNs >= 50_000_000 && gauge.RecentLongestNs >= 50_000_000, $"{gauge}");
        Assert.True(gauge.CpuNs is null or > 0, $"{gauge}");
        control.Halt();
        Assert.True(thread.Join(TestThreads.Deadline));
    }

    [Fact]
    public void A_drain_waits_for_a_stage_that_is_blocked_downstream()
    {
        var signal = new WakeSignal();
        var stuck = new StuckStage();
        var thread = new StageThread("stuck", [stuck], WaitOptions.Default, new RunControl(), signal);
        thread.Start();
        thread.Drain();
        TestThreads.Until(() => signal.Parks > 3);
        Assert.True(thread.IsRunning);

        stuck.Free();
        Assert.True(thread.Join(TestThreads.Deadline));
    }

    [Theory]
    [MemberData(nameof(WaitKinds))]
    public void A_halt_ends_the_thread_at_once_with_work_left(WaitKind kind)
    {
        var control = new RunControl();
        var endless = new EndlessStage();
        var thread = new StageThread("endless", [endless], new WaitOptions(kind), control, new WakeSignal());
        thread.Start();
        TestThreads.Until(() => endless.Runs > 10);
        control.Halt();
        Assert.True(thread.Join(TestThreads.Deadline));
        Assert.Null(control.Fault);
    }

    [Fact]
    public void A_stage_that_throws_is_named_once_and_stops_every_thread()
    {
        var faults = new List<PipelineFault>();
        var control = new RunControl(fault => { lock (faults) faults.Add(fault); });
        var threads = Enumerable.Range(0, 3).Select(i => new StageThread(
            $"thread {i}", [new EndlessStage(), new FailingStage($"failing {i}", after: 100)], WaitOptions.Default,
                control,
            new WakeSignal())).ToArray();
        foreach (var thread in threads) thread.Start();

        Assert.All(threads, thread => Assert.True(thread.Join(TestThreads.Deadline)));
        var fault = Assert.Single(faults);
        Assert.StartsWith("failing", fault.Stage, StringComparison.Ordinal);
        Assert.Equal("broken", fault.Exception.Message);
    }

    [Fact]
    public void A_refused_pin_is_reported_and_the_thread_runs_all_the_same()
    {
        if (!OperatingSystem.IsLinux()) return;
        var control = new RunControl();
        var thread = new StageThread(
            "pinned", [new EndlessStage()], WaitOptions.Default, control, new WakeSignal(),
                new StageThreadOptions(Cpu: 1023));
        thread.Start();
        Assert.Contains("1023", thread.PinningRefused, StringComparison.Ordinal);
        Assert.True(thread.IsRunning);
        control.Halt();
        Assert.True(thread.Join(TestThreads.Deadline));
    }

    [Fact]
    public void Passes_and_parks_allocate_nothing()
    {
        var control = new RunControl();
        var measuring = new MeasuringStage(control);
        var thread = new StageThread("measuring", [measuring, new EndlessStage()],
            new WaitOptions(WaitKind.SpinThenPark, 1_000), control, new WakeSignal());
        thread.Start();
        Assert.True(thread.Join(TestThreads.Deadline));
        Assert.Null(control.Fault);
        Assert.Equal(0, measuring.AllocatedBytes);
    }

    [Fact]
    public void A_ring_consumer_can_be_a_stage()
    {
        var ring = new RingBuffer<Payload>(8);
        var cursor = new Sequence();
        IStage stage = new ProcessorStage<Payload, Counting, BusySpinWait>(new(
            "count", ring, new SequenceBarrier(cursor), default, default, new RunControl()));
        Assert.Equal(0, stage.RunOnce());
        cursor.Publish(4);
        Assert.Equal(5, stage.RunOnce());
        Assert.Equal("count", stage.Name);
        Assert.True(stage.IsDrained);
    }

    private sealed class CopyStage(LaneReader<Payload> input, Lane<Payload> output) : IStage
    {
        public string Name => "copy";

        public bool IsDrained => input.Available(1) == 0;

        public int RunOnce()
        {
            var work = 0;
            for (; work < 16 && input.Available(1) > 0; work++)
            {
                if (!output.TryWrite(in input.PeekOrNull())) break;
                input.Advance(1);
            }
            input.Release();
            return work;
        }
    }

    private sealed class CheckStage(LaneReader<Payload> input) : IStage
    {
        public long Checked { get; private set; }

        public string Name => "check";

        public int RunOnce()
        {
            var available = input.Available(4);
            for (var i = 0; i < available; i++) input.PeekOrNull(i).AssertIs(Checked + i);
            Checked += available;
            input.Advance(available);
            input.Release();
            return available;
        }
    }

    private sealed class StuckStage : IStage
    {
        private bool _free;

        public string Name => "stuck";

        public bool IsDrained => Volatile.Read(ref _free);

        public void Free() => Volatile.Write(ref _free, true);

        public int RunOnce() => 0;
    }

    private sealed class EndlessStage : IStage
    {
        private long _runs;

        public long Runs => Volatile.Read(ref _runs);

        public string Name => "endless";

        public int RunOnce()
        {
            _runs++;
            return _runs % 64 == 0 ? 0 : 1;
        }
    }

    private sealed class FailingStage(string name, int after) : IStage
    {
        private int _runs;

        public string Name => name;

        public int RunOnce() => ++_runs < after ? 1 : throw new InvalidOperationException("broken");
    }

    private sealed class MeasuringStage(RunControl control) : IStage
    {
        private const int WarmUpRuns = 20_000;
        private const int MeasuredRuns = 1_000_000;
        private long _before;
        private int _runs;

        public long AllocatedBytes { get; private set; } = -1;

        public string Name => "measuring";

        public int RunOnce()
        {
            if (++_runs == WarmUpRuns) _before = GC.GetAllocatedBytesForCurrentThread();
            if (_runs != WarmUpRuns + MeasuredRuns) return _runs % 4096 < 4 ? 0 : 1;
            AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - _before;
            control.Halt();
            return 0;
        }
    }

    private struct Counting : IBatchHandler<Payload>
    {
        public readonly void OnBatch(RingBuffer<Payload> ring, long first, long last)
        {
        }
    }

    private sealed class StallingStage(TimeSpan length) : IStage
    {
        private int _isAsked;

        public string Name => "stalling";

        public void Stall() => Volatile.Write(ref _isAsked, 1);

        public int RunOnce()
        {
            if (Interlocked.Exchange(ref _isAsked, 0) == 0) return 0;
            var begun = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(begun) < length) Thread.SpinWait(20);
            return 0;
        }
    }
}
