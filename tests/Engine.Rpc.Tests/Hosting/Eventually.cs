using System.Diagnostics;

namespace Engine.Rpc.Tests.Hosting;

/// <summary>Waits for what has no event of its own.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static async Task IsTrueAsync(Func<bool> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > Deadline) throw new TimeoutException($"Not after {Deadline.TotalSeconds} s: {what}");
            await Task.Delay(10);
        }
    }

    /// <summary>Gives a task the deadline of all tests, so that a hang is a failure.</summary>
    public static Task<T> Within<T>(Task<T> task) => task.WaitAsync(Deadline);

    /// <inheritdoc cref="Within{T}"/>
    public static Task Within(Task task) => task.WaitAsync(Deadline);
}
