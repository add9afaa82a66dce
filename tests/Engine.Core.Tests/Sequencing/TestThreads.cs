using Xunit;

namespace Engine.Core.Tests.Sequencing;

/// <summary>Threads for tests: every wait has a deadline, and an exception on any thread fails the test.</summary>
internal sealed class TestThreads
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly List<(Thread Thread, Exception?[] Failure)> _started = [];

    public static void RunAll(params ReadOnlySpan<Action> bodies)
    {
        var threads = new TestThreads();
        foreach (var body in bodies) threads.Start(body);
        threads.JoinAll();
    }

    public Thread Start(Action body)
    {
        var failure = new Exception?[1];
        var thread = new Thread(() =>
        {
            try
            {
                body();
            }
            catch (Exception exception)
            {
                failure[0] = exception;
            }
        })
        { IsBackground = true };
        _started.Add((thread, failure));
        thread.Start();
        return thread;
    }

    public void JoinAll()
    {
        foreach (var (thread, failure) in _started)
        {
            if (!thread.Join(Deadline)) throw new TimeoutException("A test thread did not end within the deadline.");
            if (failure[0] is { } exception) throw new InvalidOperationException("A test thread failed.", exception);
        }
    }

    /// <summary>Spins, giving way to other threads, until the condition holds.</summary>
    public static void Until(Func<bool> condition)
    {
        Assert.True(SpinWait.SpinUntil(condition, Deadline), "The condition did not hold within the deadline.");
    }
}
