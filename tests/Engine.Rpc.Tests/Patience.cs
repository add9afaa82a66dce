using System.Diagnostics;
using Xunit;

namespace Engine.Rpc.Tests;

/// <summary>Waits for what has to happen, and fails if it does not.</summary>
internal static class Patience
{
    /// <summary>How long before it is given up. Long, because machines are busy; nothing is judged by it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Waits until a condition holds.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Limit, $"Not within {Limit}: {what}");
            await poll.WaitForNextTickAsync();
        }
    }

    /// <summary>Gives a task the deadline of all tests, so that a hang is a failure.</summary>
    public static Task<T> Within<T>(Task<T> task) => task.WaitAsync(Limit);

    /// <inheritdoc cref="Within{T}"/>
    public static Task Within(Task task) => task.WaitAsync(Limit);
}
