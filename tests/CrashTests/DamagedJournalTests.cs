using CrashTests.Support;
using Engine.Core.Journal;
using Xunit;
using Xunit.Abstractions;

namespace CrashTests;

/// <summary>A byte of a sealed journal changes while nobody looks.</summary>
public sealed class DamagedJournalTests(ITestOutputHelper output)
{
    private const int RefusedExitCode = 4;

    [Fact]
    public async Task Damage_is_found_wherever_it_is_and_refuses_a_start_where_the_start_needs_the_bytes()
    {
        var campaign = new Campaign(output, "damage");
        await using var scenario = new PaperScenario(campaign, hasVenueProcess: true);
        await scenario.BeginAsync();
        await scenario.StartAsync("written");
        await scenario.UntilAsync(w => w.Segments > 2, "three segments are written");
        await scenario.StopAsync();
        var segments = Directory.GetFiles(scenario.Journal, "segment-*.lls").Order(StringComparer.Ordinal).ToArray();

        // The last segment: the start reads it, and says where it is damaged.
        var (last, at) = Flip(campaign, segments[^1]);
        AssertFound(scenario.Journal, last);
        using (var refused = ChildProcess.Engine(scenario.Settings))
        {
            Assert.Equal(RefusedExitCode, await refused.ExitAsync());
            Assert.Contains(Path.GetFileName(last), refused.Text, StringComparison.Ordinal);
            campaign.Note(refused.Text);
        }
        FlipBack(last, at);

        // The first segment lies behind a snapshot: the start does not need it, and the verifier still finds it.
        var (first, place) = Flip(campaign, segments[0]);
        AssertFound(scenario.Journal, first);
        await scenario.StartAsync("written");
        await scenario.StopAsync();
        AssertFound(scenario.Journal, first);
        FlipBack(first, place);
        await scenario.StartAsync("written");
        scenario.AuditAndDelete(await scenario.StopAsync());
    }

    private static (string File, long Offset) Flip(Campaign campaign, string file)
    {
        var offset = campaign.Random.NextInt64(4_096, new FileInfo(file).Length);
        campaign.Note($"flip {file} at {offset}");
        FlipBack(file, offset);
        return (file, offset);
    }

    private static void FlipBack(string file, long offset)
    {
        using var stream = File.Open(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = offset;
        var value = stream.ReadByte();
        stream.Position = offset;
        stream.WriteByte((byte)(value ^ 0x10));
    }

    private static void AssertFound(string journal, string file)
    {
        var report = JournalVerifier.Verify(new DiskStorage(journal));
        Assert.Contains(report.Findings, finding => finding.File == Path.GetFileName(file));
    }
}
