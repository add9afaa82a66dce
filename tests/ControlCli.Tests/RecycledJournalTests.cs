using Engine.Core.Journal;
using Engine.Testing.Journals;
using Xunit;

namespace ControlCli.Tests;

/// <summary>Goal: offline verbs on a journal whose beginning was recycled say so, and start from a snapshot.</summary>
public sealed class RecycledJournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cli-recycled-").FullName;
    private readonly RecycledPart _recycled;

    public RecycledJournalTests()
    {
        RecycledJournal.Run(_folder);
        _recycled = ManifestFile.Read(new DiskStorage(_folder)).Recycled
            ?? throw new InvalidOperationException("Nothing was recycled.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Verify_and_replay_begin_where_the_journal_does()
    {
        var verified = Cli.Run("journal", "verify", "-j", _folder);
        Assert.Equal(ExitCode.Ok, verified.Code);
        Assert.Contains(
            $"sequence {_recycled.FirstSequence} (segments 1 to {_recycled.LastSegment} with", verified.Output);
        Assert.Contains($"recycled after snapshot {_recycled.SnapshotSequence}", verified.Output);
        Assert.Contains($"chain hash {_recycled.ChainHash}", verified.Output);

        var replayed = Cli.Run("replay", "verify", "-j", _folder, "-o", "json");
        Assert.Equal(ExitCode.Ok, replayed.Code);
        Assert.Equal("same", replayed.Json["result"]!.GetValue<string>());
        Assert.Contains(
            $"(segments 1 to {_recycled.LastSegment} were recycled)", replayed.Json["from"]!.GetValue<string>());
        var newest = Cli.Run("replay", "verify", "--from-snapshot", "-j", _folder, "-o", "json").Json;
        Assert.Equal(
            newest["stateHash"]!.GetValue<string>(), replayed.Json["stateHash"]!.GetValue<string>());
        Assert.True(newest["records"]!.GetValue<long>() < replayed.Json["records"]!.GetValue<long>());
    }

    [Fact]
    public void Records_keep_the_names_that_were_given_in_what_is_gone()
    {
        var lines = Cli.Run("journal", "cat", "-j", _folder, "--kind", "Quote", "--instrument", "AAA", "--limit", "3");
        Assert.Equal(ExitCode.Ok, lines.Code);
        Assert.Equal(3, lines.Lines.Length);
        Assert.All(lines.Lines, line => Assert.Contains("  AAA  ", line));

        var json = Cli.Run("journal", "describe", "-j", _folder, "-o", "json").Json;
        Assert.Equal(_recycled.FirstSequence, json["firstSequence"]!.GetValue<long>());
        Assert.Equal(_recycled.Records, json["recycledRecords"]!.GetValue<long>());
    }

    [Fact]
    public void A_place_in_what_is_gone_is_refused_and_says_where_the_journal_begins()
    {
        var result = Cli.Run("replay", "state", "-j", _folder, "--at", "100");
        Assert.Equal(ExitCode.Negative, result.Code);
        Assert.Contains($"The journal begins with sequence {_recycled.FirstSequence}", result.Error);
    }
}
