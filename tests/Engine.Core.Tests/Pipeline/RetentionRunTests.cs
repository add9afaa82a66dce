using Engine.Core.Config;
using Engine.Core.Journal;
using Engine.Core.Loading;
using Engine.Core.Replay;
using Engine.Core.Snapshots;
using Engine.Testing;
using Engine.Testing.Journals;
using Xunit;

namespace Engine.Core.Tests.Pipeline;

/// <summary>Goal: a whole engine that recycles its journal goes on from what is kept as from a whole one.</summary>
public sealed class RetentionRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("retention-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_engine_that_recycles_restarts_from_its_snapshots_and_decides_the_same()
    {
        for (var run = 1; run <= 3; run++)
        {
            // Another configuration each time: what is kept of the recycled part must include the one in force.
            var summary = RecycledJournal.Run(_folder, $"strategies.b.window={19 + run}");
            Assert.True(summary.Shutdown.IsClean, $"run {run}");

            var storage = new DiskStorage(_folder);
            var report = JournalVerifier.Verify(storage);
            Assert.Empty(report.Findings);
            Assert.True(report.Recycled!.LastSegment >= 2, $"run {run}: {report.Recycled.LastSegment}");
            Assert.Equal(summary.LastSequence, report.ChainedSequence);

            var replayed = Replay(storage, useSnapshots: false);
            Assert.True(replayed.ReplayedRecords > 0);
            Assert.Equal(summary.StateDigest, replayed.Model.Chain.StateDigest);
            Assert.Equal(summary.StateDigest, Replay(storage, useSnapshots: true).Model.Chain.StateDigest);
        }
    }

    [Fact]
    public void Nothing_goes_that_somebody_claims()
    {
        using var engine = RecycledJournal.Open(_folder);
        using var claim = engine.Claims.Add("test", 1);
        var summary = RecycledJournal.RunUntil(engine, progress => progress.DurableSequence > 60_000);

        Assert.True(summary.LastSequence > 60_000);
        Assert.Null(engine.Folder.Manifest.Recycled);
        Assert.Null(engine.Retention!.Failure);
        Assert.Equal(1, JournalReader.Open(new DiskStorage(_folder)).NextSequence);
    }

    [Fact]
    public void A_journal_without_beginning_and_without_snapshot_is_refused_and_says_why()
    {
        RecycledJournal.Run(_folder);
        var storage = new DiskStorage(_folder);
        foreach (var sequence in new SnapshotCatalog(storage).Sequences())
            storage.Delete(SnapshotCatalog.NameOf(sequence));

        var error = Assert.Throws<JournalCorruptException>(() => RecycledJournal.Open(_folder));
        Assert.Contains("were recycled, and no snapshot stands for", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("journal.retention.keep=some", "give all or recent")]
    [InlineData("journal.retention.segments=2", "segments")]
    [InlineData("journal.retention.spares=-1", "spares")]
    [InlineData("journal.retention.bytes=1e9", "bytes")]
    [InlineData("journal.retention.age=yesterday", "age")]
    public void A_bound_that_cannot_be_used_is_refused(string setting, string said)
    {
        var error = Assert.Throws<ConfigException>(() => RecycledJournal.Open(_folder, setting));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains("journal.retention", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bound_that_would_have_no_effect_is_refused()
    {
        var config = LogicBench.ConfigOf("journal.directory=/none", "account=T", "journal.retention.age=1d");
        var error = Assert.Throws<ConfigException>(() => new EngineSetup(config, new StrategyCatalog(), "test"));
        Assert.Contains("journal.retention.age", error.Message, StringComparison.Ordinal);
        Assert.Contains("means nothing", error.Message, StringComparison.Ordinal);
    }

    private static RecoveredModel Replay(DiskStorage storage, bool useSnapshots)
    {
        var manifest = ManifestFile.Read(storage);
        return ModelRecovery.Recover(
            storage, manifest, manifest.Runs[^1].End!.LastSequence, new ModelFactory(new StrategyCatalog()).Create, "",
            useSnapshots);
    }
}
