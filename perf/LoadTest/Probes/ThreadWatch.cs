using System.Globalization;

namespace LoadTest.Probes;

/// <summary>The kernel's figures of one thread, read again and again.</summary>
internal sealed class ThreadWatch : IDisposable
{
    // Of stat, behind the name: state is word 0, so minor faults are word 7 and major ones word 9.
    private const int MinorFaultsWord = 7;
    private const int MajorFaultsWord = 9;

    private readonly ProcFile _stat;
    private readonly ProcFile _schedule;
    private readonly ProcFile _status;

    public ThreadWatch(int threadId)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{threadId}/");
        _stat = new ProcFile(folder + "stat");
        _schedule = new ProcFile(folder + "schedstat");
        _status = new ProcFile(folder + "status");
    }

    public ThreadFigures Read()
    {
        _stat.Refresh();
        _schedule.Refresh();
        _status.Refresh();
        return new ThreadFigures(
            _schedule.Word(0), _schedule.Word(1), _stat.Word(MajorFaultsWord), _stat.Word(MinorFaultsWord),
            _status.Labelled("nonvoluntary_ctxt_switches:"u8));
    }

    public void Dispose()
    {
        _stat.Dispose();
        _schedule.Dispose();
        _status.Dispose();
    }
}
