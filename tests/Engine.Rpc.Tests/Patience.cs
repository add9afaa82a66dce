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
}
