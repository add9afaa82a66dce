using Embedding;
using Engine.Core.Journal;
using Xunit;

namespace Perf.Tests;

/// <summary>
/// The parts can be driven from a program that has the public surface of Engine.Core and nothing else.
/// </summary>
public sealed class EmbeddingTests : IDisposable
{
    private const long Events = 100_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("embedding-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_ring_hands_every_event_over() => Assert.Equal(Events, RingExample.Run(Events));

    [Fact]
    public void The_lane_hands_every_event_over() => Assert.Equal(Events, LaneExample.Run(Events));

    [Theory]
    [InlineData(Durability.Written, Events)]
    [InlineData(Durability.Synced, 1_000)]
    public void The_journal_gives_back_every_record(Durability durability, long events) =>
        Assert.Equal(events, JournalExample.Run(_folder, events, durability));

    [Fact]
    public void The_pipeline_takes_every_quote_of_a_source_of_somebody_else_and_its_journal_is_whole()
    {
        Assert.Equal(Events, PipelineExample.Run(_folder, Events));
        Assert.True(JournalVerifier.Verify(new DiskStorage(_folder)).IsIntact);
    }
}
