using System.Globalization;
using Engine.Core.Pipeline;
using Engine.Core.Tests.Sequencing;
using Xunit;

namespace Engine.Core.Tests.Pipeline;

public sealed class ThreadNicenessTests
{
    private const int NicenessField = 19; // Of /proc/PID/stat, counted from 1.
    private const int FieldsBehindName = 3;

    [Fact]
    public void A_thread_that_gives_way_is_nicer_than_the_one_that_started_it()
    {
        var (before, isRaised, after) = (0, false, 0);
        TestThreads.RunAll(() =>
        {
            before = Own();
            isRaised = ThreadNiceness.TryRaise(Math.Max(before, 7));
            after = Own();
        });
        Assert.True(isRaised);
        Assert.Equal(Math.Max(before, 7), after);
        Assert.True(Own() <= after);
    }

    private static int Own()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return int.Parse(fields[NicenessField - FieldsBehindName], CultureInfo.InvariantCulture);
    }
}
