using Engine.Core.Journal;
using Engine.Core.Snapshots;
using Engine.Testing.FaultyStorage;
using Xunit;

namespace Engine.Core.Tests.Journal;

/// <summary>
/// Goal: a segment goes when everything allows it and not before; what was taken is told; what is kept is as good as
/// before.
/// </summary>
public sealed class RetentionTests
{
    private readonly FaultyJournalStorage _storage = new();

    [Fact]
    public void Segments_beyond_the_bounds_go_and_the_manifest_tells_what_is_gone()
    {
        using var scenario = new RetentionScenario(_storage, RetentionScenario.Options());
        var taken = scenario.WriteAndRecycle();

        var recycled = scenario.Recycled!;
        Assert.Equal(scenario.Writer.SegmentNumber - 3, taken);
        Assert.Equal(taken, recycled.LastSegment);
        Assert.Equal(recycled.LastSequence + 1, recycled.FirstSequence);
        Assert.Equal(recycled.LastSequence, recycled.Records);
        Assert.Equal(1_000 + recycled.LastSequence, recycled.LastTimeNs);
        Assert.Equal(scenario.CoveredSequence, recycled.SnapshotSequence);
        Assert.Equal(RetentionScenario.Config, recycled.ConfigText);
        Assert.Equal(64, recycled.ChainHash!.Length);
        Assert.Equal(recycled, ManifestFile.Read(_storage).Recycled);
        Assert.DoesNotContain(JournalFormat.SegmentName(taken), _storage.List());
        Assert.Equal(recycled.FirstSequence, JournalScenario.ReadAll(_storage)[0].Sequence);
        Assert.Equal(recycled.FirstSequence, JournalExtent.Of(_storage).FirstSequence);
    }

    [Theory]
    [InlineData("keep all")]
    [InlineData("segments")]
    [InlineData("bytes")]
    [InlineData("age")]
    [InlineData("one snapshot")]
    [InlineData("damaged snapshot")]
    [InlineData("claim")]
    [InlineData("chain")]
    public void Nothing_goes_while_one_thing_is_against_it(string reason)
    {
        var options = reason switch
        {
            "keep all" => RetentionScenario.Options() with { Retention = RetentionOptions.KeepAll },
            "segments" => RetentionScenario.Options(segments: 100),
            "bytes" => RetentionScenario.Options(bytes: 1 << 30),
            "age" => RetentionScenario.Options(ageNs: 1_000_000),
            _ => RetentionScenario.Options(),
        };
        using var scenario = new RetentionScenario(_storage, options);
        using var claim = reason == "claim" ? scenario.Folder.Claims.Add("somebody", 1) : null;
        scenario.Life.Write(200);
        if (reason != "chain") scenario.Chain();
        scenario.Snapshot();
        if (reason == "damaged snapshot") _storage.Flip(SnapshotCatalog.NameOf(scenario.Writer.DurableSequence), 300);
        scenario.Life.Write(RetentionScenario.SegmentRecords);
        if (reason != "one snapshot") scenario.Snapshot();
        var nowNs = reason == "age" ? 1_000 + 999_999 : long.MaxValue;

        Assert.Equal(0, scenario.Recycle(nowNs));
        Assert.Null(scenario.Recycled);

        // And that was the only reason.
        claim?.Dispose();
        scenario.Chain();
        scenario.Snapshot();
        scenario.Life.Write(RetentionScenario.SegmentRecords);
        scenario.Chain();
        scenario.Snapshot();
        var isForGood = reason is "keep all" or "segments" or "bytes";
        Assert.Equal(isForGood, scenario.Recycle() == 0);
    }

    [Fact]
    public void A_snapshot_of_records_that_a_loss_of_power_may_take_does_not_count()
    {
        using var scenario = new RetentionScenario(_storage, RetentionScenario.Options(Durability.Written));
        scenario.WriteWithoutSync(8 * RetentionScenario.SegmentRecords);
        scenario.Snapshot();
        scenario.WriteWithoutSync(1);
        scenario.Snapshot();
        Assert.Equal(0, scenario.Recycle());
        Assert.Equal(0, scenario.CoveredSequence);

        scenario.WriteWithoutSync(3 * RetentionScenario.SegmentRecords);
        Assert.True(scenario.Recycle() > 0);
    }

    [Fact]
    public void A_segment_whose_bytes_differ_from_the_chain_stays_and_is_named()
    {
        using var scenario = new RetentionScenario(_storage, RetentionScenario.Options());
        scenario.Write(200);
        scenario.Snapshot();
        scenario.Write(20);
        scenario.Snapshot();
        _storage.Flip(JournalFormat.SegmentName(1), 5_000);

        var error = Assert.Throws<JournalCorruptException>(() => scenario.Recycle());
        Assert.Contains(JournalFormat.SegmentName(1), error.Message, StringComparison.Ordinal);
        Assert.Null(ManifestFile.Read(_storage).Recycled);
        Assert.Contains(JournalFormat.SegmentName(1), _storage.List());
    }

    [Fact]
    public void Without_a_chain_the_records_are_checked_before_they_go()
    {
        using var scenario = new RetentionScenario(_storage, RetentionScenario.Options(keepsChain: false));
        Assert.True(scenario.WriteAndRecycle() > 0);
        Assert.Null(scenario.Recycled!.ChainHash);

        _storage.Flip(JournalFormat.SegmentName(scenario.Recycled.LastSegment + 1), 4_200);
        Assert.Throws<JournalCorruptException>(() => scenario.WriteAndRecycle());
    }

    [Fact]
    public void A_claim_on_what_is_gone_is_refused_and_says_where_the_journal_begins()
    {
        using var scenario = new RetentionScenario(_storage, RetentionScenario.Options());
        scenario.WriteAndRecycle();
        var recycled = scenario.Recycled!;

        var error = Assert.Throws<JournalRecycledException>(
            () => scenario.Folder.Claims.Add("late", recycled.LastSequence));
        Assert.Equal(recycled.FirstSequence, error.FirstSequence);
        Assert.Contains($"read from sequence {recycled.FirstSequence}", error.Message, StringComparison.Ordinal);
        Assert.Throws<JournalRecycledException>(() => JournalReader.Open(_storage, recycled.LastSequence));
        using var claim = scenario.Folder.Claims.Add("in time", recycled.FirstSequence);
        Assert.Equal(recycled.FirstSequence, scenario.Folder.Claims.LowestSequence());
    }

    [Fact]
    public void A_reader_without_claim_whose_segment_goes_is_told_so_and_not_of_damage()
    {
        using var scenario = new RetentionScenario(_storage, RetentionScenario.Options());
        scenario.Write(200);
        using var reader = JournalReader.Open(_storage, chunkRecords: 8);
        var read = reader.Read()[^1].Sequence;
        Assert.True(scenario.WriteAndRecycle() > 2);
        scenario.WriteAndRecycle(); // By now the file under the reader holds something else.

        var error = Assert.Throws<JournalRecycledException>(() =>
        {
            while (reader.Read() is { IsEmpty: false } records) read = records[^1].Sequence;
        });
        Assert.True(error.FirstSequence > read);
    }

    [Fact]
    public void The_next_segment_is_a_recycled_one_and_nothing_but_its_header_is_written_for_it()
    {
        using var scenario = new RetentionScenario(_storage, RetentionScenario.Options());
        scenario.WriteAndRecycle();
        Assert.True(scenario.Retention.Spares > 0);
        scenario.Writer.RunPreparation(); // What is prepared already is none yet.
        while (scenario.Writer.IsNextSegmentReady) scenario.Life.Write(1);
        var spares = scenario.Retention.Spares;
        var (writes, files) = (_storage.Faults.Writes, _storage.List().Count);

        Assert.Equal(2, scenario.Writer.RunPreparation()); // Retires the last one, prepares the next.

        Assert.Equal(1, _storage.Faults.Writes - writes);
        Assert.Equal(spares - 1, scenario.Retention.Spares);
        Assert.Equal(files, _storage.List().Count);
    }

    [Fact]
    public void The_folder_grows_no_further_whatever_is_written()
    {
        using var scenario = new RetentionScenario(_storage, RetentionScenario.Options(spares: 2));
        scenario.WriteAndRecycle();
        var largest = 0L;
        for (var round = 0; round < 12; round++)
        {
            scenario.WriteAndRecycle(2 * RetentionScenario.SegmentRecords);
            var bytes = _storage.List().Where(IsSegment).Sum(name => (long)_storage.Bytes(name).Length);
            if (round < 2) largest = Math.Max(largest, bytes);
            Assert.True(bytes <= largest, $"round {round}: {bytes} bytes, at most {largest} before");
        }
        Assert.True(scenario.Recycled!.LastSegment > 20);
    }

    [Fact]
    public void A_journal_without_its_beginning_is_verified_from_there()
    {
        using (var scenario = new RetentionScenario(_storage, RetentionScenario.Options()))
        {
            scenario.WriteAndRecycle();
            var live = JournalVerifier.Verify(_storage);
            Assert.Empty(live.Findings);
            Assert.Equal(scenario.Recycled, live.Recycled);
            scenario.Seal();
        }
        var report = JournalVerifier.Verify(_storage);
        Assert.Empty(report.Findings);
        Assert.Equal(report.LastSequence, report.Recycled!.Records + report.Records);
        Assert.Equal(report.LastSequence, report.ChainedSequence);

        foreach (var name in _storage.List().Where(n => n.StartsWith("snapshot-", StringComparison.Ordinal)))
            _storage.Delete(name);
        var finding = Assert.Single(JournalVerifier.Verify(_storage).Findings);
        Assert.Contains("no intact snapshot covers", finding.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hole_behind_what_was_recycled_is_damage_as_ever()
    {
        var options = RetentionScenario.Options();
        using (var scenario = new RetentionScenario(_storage, options))
        {
            scenario.WriteAndRecycle();
            scenario.Seal();
        }
        var hole = JournalFormat.SegmentName(ManifestFile.Read(_storage).Recycled!.LastSegment + 1);
        _storage.Delete(hole);

        Assert.Contains(JournalVerifier.Verify(_storage).Findings, f => f.File == hole);
        var error = Assert.Throws<JournalCorruptException>(() => RetentionScenario.Open(_storage, options));
        Assert.Contains(hole, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void Every_flipped_byte_of_recycled_files_and_of_the_manifest_is_found(int endsInPercent)
    {
        using (var scenario = new RetentionScenario(
            _storage, RetentionScenario.Options(), endsInPercent: endsInPercent))
        {
            for (var round = 0; round < 3; round++) scenario.WriteAndRecycle(4 * RetentionScenario.SegmentRecords);
            scenario.Seal();
        }
        Assert.Empty(JournalVerifier.Verify(_storage).Findings);
        var names = _storage.List().Where(n => JournalFormat.TryParseSegmentName(n, out _)
            || n is JournalFormat.ManifestName or JournalFormat.ChainName).ToArray();
        Assert.True(names.Length > 4);
        foreach (var name in names)
        {
            var length = _storage.Bytes(name).Length;
            for (var offset = 0; offset < length; offset += offset is > 512 and < 4_000 ? 61 : 3)
            {
                _storage.Flip(name, offset, 0x10);
                var report = JournalVerifier.Verify(_storage);
                _storage.Flip(name, offset, 0x10);
                Assert.True(report.Findings.Any(f => f.File == name), $"{name} byte {offset}: not found");
            }
        }
    }

    [Fact]
    public void What_is_kept_goes_on_over_many_runs_and_other_durabilities()
    {
        for (var run = 0; run < 6; run++)
        {
            var durability = run % 2 == 0 ? Durability.Written : Durability.Synced;
            using var scenario = new RetentionScenario(
                _storage, RetentionScenario.Options(durability, keepsChain: run != 3), seed: run);
            scenario.WriteAndRecycle();
            if (run < 4) scenario.Seal();
            else _storage.KillProcess();
            Assert.Empty(JournalVerifier.Verify(_storage).Findings);
        }
        var manifest = ManifestFile.Read(_storage);
        Assert.True(manifest.Recycled!.LastSegment > manifest.Runs[3].FirstSegment);
        Assert.Equal(JournalFormat.RecyclingVersion, manifest.FormatVersion);
    }

    [Fact]
    public void Without_recycling_spares_are_deleted_and_the_journal_stays_as_it_is()
    {
        using (var scenario = new RetentionScenario(_storage, RetentionScenario.Options()))
        {
            scenario.WriteAndRecycle();
            Assert.True(scenario.Retention.Spares > 0);
            scenario.Seal();
        }
        var last = JournalVerifier.Verify(_storage).LastSequence;
        using var folder = RetentionScenario.Open(
            _storage, RetentionScenario.Options() with { Retention = RetentionOptions.KeepAll });

        Assert.DoesNotContain(_storage.List(), name => JournalFormat.TryParseSpareName(name, out _));
        Assert.Equal(last, folder.Recovery.LastSequence);
    }

    [Fact]
    public void The_header_of_a_recycled_segment_has_these_bytes()
    {
        var bytes = new byte[SegmentHeader.SizeInBytes];
        var header = new SegmentHeader(1, 2, 3, 4, 5, 6) { Leftover = new SegmentLeftover(7, 8, 9, 10) };
        header.Write(bytes);

        Assert.Equal(
            "070000000800000009000000000000000A000000", Convert.ToHexString(bytes.AsSpan(40, 20)));
        Assert.True(bytes.AsSpan(60, 448).IndexOfAnyExcept((byte)0) < 0);
        Assert.Equal(header, SegmentHeader.TryRead(bytes, out _));
    }

    private static bool IsSegment(string name) =>
        JournalFormat.TryParseSegmentName(name, out _) || JournalFormat.TryParseSpareName(name, out _);
}
