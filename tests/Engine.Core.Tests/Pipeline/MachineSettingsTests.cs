using System.Globalization;
using Engine.Core.Pipeline;
using Engine.Core.Sequencing;
using Engine.Core.Tests.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Pipeline;

/// <summary>Goal: what the system grants is in force, and what it refuses is said with the remedy.</summary>
public sealed class MachineSettingsTests
{
    private const int PolicyField = 41; // Of /proc/PID/stat, counted from 1.
    private const int FieldsBehindName = 3;

    [Fact]
    public void Memory_is_locked_or_the_limit_is_named()
    {
        var refused = MemoryLock.TryLockAll();
        try
        {
            if (refused is null) Assert.True(LockedKiB() > 0);
            else Assert.Contains("RLIMIT_MEMLOCK", refused, StringComparison.Ordinal);
        }
        finally
        {
            Assert.True(MemoryLock.TryUnlockAll());
        }
        Assert.Equal(0, LockedKiB());
    }

    [Fact]
    public void A_thread_is_real_time_or_the_capability_is_named()
    {
        var (refused, policy) = ((string?)"", -1);
        TestThreads.RunAll(() =>
        {
            refused = RealtimePriority.TrySet(1);
            policy = OwnPolicy();
        });
        Assert.Equal(refused is null ? 1 : 0, policy);
        if (refused is not null) Assert.Contains("CAP_SYS_NICE", refused, StringComparison.Ordinal);
        Assert.Equal(0, OwnPolicy());
    }

    [Fact]
    public void A_stage_thread_tells_why_it_has_no_priority()
    {
        var control = new RunControl();
        var thread = new StageThread(
            "t", [new IdleStage()], WaitOptions.Default, control, new WakeSignal(),
            new StageThreadOptions { RealtimePriority = 1 });
        thread.Start();
        control.Halt();
        Assert.True(thread.Join(TimeSpan.FromSeconds(10)));
        if (thread.PriorityRefused is { } refused) Assert.Contains("SCHED_FIFO 1", refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 2, true)]
    [InlineData(2, 3, false)]
    [InlineData(1, 1, true)]
    [InlineData(3, 8, false)]
    public void Real_time_threads_leave_a_core_to_the_others(int threads, int cores, bool isRefused)
    {
        Assert.Equal(isRefused, RealtimePriority.Refusal(threads, cores) is not null);
    }

    private static long LockedKiB()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmLck:", StringComparison.Ordinal));
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return long.Parse(words[1], CultureInfo.InvariantCulture);
    }

    private static int OwnPolicy()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return int.Parse(fields[PolicyField - FieldsBehindName], CultureInfo.InvariantCulture) & 7;
    }

    private sealed class IdleStage : IStage
    {
        public string Name => "idle";

        public int RunOnce() => 0;
    }
}
