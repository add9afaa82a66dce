using Engine.Core.Pipeline;
using Xunit;

namespace Engine.Core.Tests.Pipeline;

public sealed class CoreBudgetTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("core-budget-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(8, null, 8)]
    [InlineData(8, 2.0, 2)]
    [InlineData(8, 2.9, 2)]
    [InlineData(8, 0.5, 1)]
    [InlineData(2, 16.0, 2)]
    public void A_fraction_of_a_core_is_no_core_to_spin_on(int cores, double? quota, int usable) =>
        Assert.Equal(usable, new CoreBudget(cores, quota).Usable);

    [Fact]
    public void The_tightest_quota_on_the_way_to_the_root_counts()
    {
        Write("proc/self/cgroup", "0::/engine.slice/engine.service\n");
        Write("sys/fs/cgroup/engine.slice/engine.service/cpu.max", "400000 100000\n");
        Write("sys/fs/cgroup/engine.slice/cpu.max", "150000 100000\n");
        Write("sys/fs/cgroup/cpu.max", "max 100000\n");
        Assert.Equal(1.5, CoreBudget.ReadQuota(_root));
    }

    [Fact]
    public void Version_1_is_read_from_the_cpu_controller()
    {
        Write("proc/self/cgroup", "5:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n");
        Write("sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_quota_us", "250000\n");
        Write("sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_period_us", "100000\n");
        Write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
        Write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
        Assert.Equal(2.5, CoreBudget.ReadQuota(_root));
    }

    [Fact]
    public void In_a_container_with_its_own_view_the_root_group_counts()
    {
        Write("proc/self/cgroup", "0::/\n");
        Write("sys/fs/cgroup/cpu.max", "200000 100000\n");
        Assert.Equal(2, CoreBudget.ReadQuota(_root));
    }

    [Theory]
    [InlineData("max 100000")]
    [InlineData("")]
    [InlineData("nonsense")]
    public void No_readable_limit_is_no_limit(string content)
    {
        Write("proc/self/cgroup", "0::/\nrubbish\n");
        Write("sys/fs/cgroup/cpu.max", content);
        Assert.Null(CoreBudget.ReadQuota(_root));
    }

    [Fact]
    public void This_process_has_at_least_one_core()
    {
        var budget = CoreBudget.OfThisProcess();
        Assert.InRange(budget.Usable, 1, Environment.ProcessorCount);
        Assert.Null(CoreBudget.ReadQuota(Path.Combine(_root, "nothing")));
    }

    private void Write(string path, string content)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
