using System.Globalization;
using Grpc.Net.Client;
using Grpc.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Rpc.Tests.Interop;

/// <summary>Attacks on our server: it stays small, keeps nothing, and serves the others meanwhile.</summary>
public sealed class HostileClientTests(ITestOutputHelper output)
{
    /// <summary>Far above what was ever seen (0.5 GiB), far below what the attacks ask for (some 4 GiB).</summary>
    private const long ResidentBytesMax = 1L << 30;

    /// <summary>After the attacks, with everything collected: buffers that pools keep.</summary>
    private const long HeapBytesMax = 512L << 20;

    private const int AttacksMin = 30;

    /// <summary>Thousands on an idle machine; none of them may fail.</summary>
    private const int CallsMin = 10;

    /// <summary>
    /// What Kestrel itself calls critical: a client that resets faster than it can follow, and (rarely) a connection
    /// that it lost sight of under attack and found again when the memory was collected.
    /// </summary>
    private static readonly string[] KnownCritical =
        ["exceeded the output operations maximum queue size", "application never completed"];

    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(30);

    [GrpcJsFact]
    public async Task Hostile_clients_take_neither_memory_nor_handlers_nor_the_service_of_others()
    {
        await using var host = await PeerProcess.Host("--port", "0", "--report").UntilListeningAsync();
        var port = host.Number("port");
        using var channel = GrpcChannel.ForAddress(new Uri($"http://127.0.0.1:{port}"));
        var client = new TestService.TestServiceClient(channel);
        await using var attacker = PeerProcess.Node("hostile.js", "--port", $"{port}");

        var attack = attacker.EndAsync();
        var served = 0;
        while (!attack.IsCompleted)
        {
            await client.EmptyCallAsync(new Empty(), deadline: DateTime.UtcNow + CallDeadline);
            served++;
        }

        Assert.Equal(0, await attack);
        output.WriteLine($"{served} calls were served meanwhile\n{string.Join('\n', attacker.Output)}");
        Assert.True(served >= CallsMin, $"only {served} calls were served");
        Assert.True(attacker.Output.Count(line => line.StartsWith("done ", StringComparison.Ordinal)) >= AttacksMin);
        await Patience.UntilAsync(() => Report(host).Running == 0, "no handler is left");
        Assert.InRange(Report(host).Heap, 1, HeapBytesMax);
        Assert.InRange(PeakBytes(host.Id), 1, ResidentBytesMax);
        Assert.Empty(UnexpectedErrors(host.Errors));
    }

    /// <summary>Lines of the log that are neither the known entry nor a part of it.</summary>
    private static IEnumerable<string> UnexpectedErrors(IReadOnlyList<string> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var isHead = lines[i].StartsWith("crit: ", StringComparison.Ordinal);
            var isKnown = IsKnown(lines[i]) || (isHead && i + 1 < lines.Count && IsKnown(lines[i + 1]));
            if (!isKnown) yield return lines[i];
        }
    }

    private static bool IsKnown(string line) =>
        KnownCritical.Any(known => line.Contains(known, StringComparison.Ordinal));

    private static (int Running, long Heap) Report(PeerProcess host)
    {
        var before = host.Output.Count;
        host.Write("report");
        SpinWait.SpinUntil(() => host.Output.Count > before, CallDeadline);
        var words = host.Output[^1].Split(' ');
        return (int.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[^1], CultureInfo.InvariantCulture));
    }

    /// <summary>The largest resident size that the kernel saw.</summary>
    private static long PeakBytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status")
            .First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(
            line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
