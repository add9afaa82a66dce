using Engine.Testing.Journals;
using Xunit;

namespace ControlCli.Tests;

public sealed class ReplayVerbTests(JournalFixture journal) : IClassFixture<JournalFixture>
{
    [Fact]
    public void Verify_of_a_journal_of_this_build_is_the_same()
    {
        var result = Cli.Run("replay", "verify", "-j", journal.Folder);
        var stats = Cli.Run("journal", "stats", "-j", journal.Folder, "-o", "json").Json;
        var json = Cli.Run("replay", "verify", "-j", journal.Folder, "-o", "json").Json;

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.Contains("Result:           same", result.Output);
        Assert.Equal(stats["records"]!.GetValue<long>(), json["records"]!.GetValue<long>());
        Assert.Equal(stats["inputs"]!.GetValue<long>(), json["inputs"]!.GetValue<long>());
        Assert.True(json["executions"]!.GetValue<long>() > 0);
    }

    [Fact]
    public void Verify_from_the_snapshot_ends_with_the_same_state_hash()
    {
        var whole = Cli.Run("replay", "verify", "-j", journal.Folder, "-o", "json").Json;
        var tail = Cli.Run("replay", "verify", "--from-snapshot", "-j", journal.Folder, "-o", "json").Json;

        Assert.StartsWith("snapshot-", tail["from"]!.GetValue<string>());
        Assert.True(tail["records"]!.GetValue<long>() < whole["records"]!.GetValue<long>());
        Assert.Equal(whole["stateHash"]!.GetValue<string>(), tail["stateHash"]!.GetValue<string>());
        Assert.Equal(whole["recordsHash"]!.GetValue<string>(), tail["recordsHash"]!.GetValue<string>());
    }

    [Fact]
    public void A_changed_setting_is_reported_at_its_first_differing_event_field_by_field()
    {
        var result =
            Cli.Run("replay", "verify", "-j", journal.Folder, "--set", "strategies.reversion.quantity=70", "-o",
            "json");

        Assert.Equal(ExitCode.Unhealthy, result.Code);
        var json = result.Json;
        Assert.Equal("different", json["result"]!.GetValue<string>());
        var different = json["divergence"]!.AsArray().Where(row => row!["isDifferent"]!.GetValue<bool>()).ToArray();
        Assert.Contains(different, row => row!["field"]!.GetValue<string>() == "Quantity"
            && row["recorded"]!.GetValue<string>() == "100" && row["replayed"]!.GetValue<string>() == "70");

        var first =
            Cli.Run("journal", "cat", "-j", journal.Folder, "-k", "OrderRequested,OrderDenied", "--limit", "1", "-o",
            "json").Json;
        Assert.Equal(first["sequence"]!.GetValue<long>(), json["divergenceSequence"]!.GetValue<long>());
        Assert.Contains("differs at sequence", result.Error);
    }

    [Fact]
    public void A_changed_venue_is_reported_at_the_first_answer_that_differs()
    {
        var json = Cli.Run("replay", "verify", "-j", journal.Folder, "--set", "venue.latency=150ms", "-o", "json").Json;

        Assert.Equal("different", json["result"]!.GetValue<string>());
        Assert.Contains("on lane 2", json["divergenceInput"]!.GetValue<string>());
    }

    [Fact]
    public void A_setting_that_decides_nothing_replays_the_same()
    {
        var result = Cli.Run("replay", "verify", "-j", journal.Folder, "--set", "risk.maxPosition=40000");

        Assert.Equal(ExitCode.Ok, result.Code);
    }

    [Fact]
    public void A_setting_that_changes_state_and_no_decision_is_the_same_and_says_where_state_differs()
    {
        var result = Cli.Run("replay", "verify", "-j", journal.Folder, "--set", "risk.maxPosition=40000", "-o", "json");
        var hash = Cli.Run("journal", "cat", "-j", journal.Folder, "-k", "StateHash", "--limit", "1", "-o", "json")
            .Json;

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.Equal(hash["sequence"]!.GetValue<long>(), result.Json["firstStateDifference"]!.GetValue<long>());
    }

    [Theory]
    [InlineData("nonsense.key=1", (int)ExitCode.Usage, "has no setting 'nonsense.key'")]
    [InlineData("novalue", (int)ExitCode.Usage, "give key=value")]
    [InlineData("strategies.reversion.window=1", (int)ExitCode.Unhealthy, "strategies.reversion.window")]
    public void A_setting_that_cannot_be_used_is_named(string setting, int code, string text)
    {
        var result = Cli.Run("replay", "verify", "-j", journal.Folder, "--set", setting);

        Assert.Equal(code, (int)result.Code);
        Assert.Contains(text, result.Error);
    }

    [Fact]
    public void State_at_the_end_has_the_digest_of_the_snapshot()
    {
        var state = Cli.Run("replay", "state", "--at", "end", "-j", journal.Folder, "-o", "json").Json;
        var snapshot = Cli.Run("journal", "describe", "-j", journal.Folder, "-o", "json").Json["snapshots"]![0]!;

        Assert.Equal(snapshot["stateDigest"]!.GetValue<string>(), state["stateDigest"]!.GetValue<string>());
        Assert.Equal("Stopped", state["phase"]!.GetValue<string>());
    }

    [Fact]
    public void State_at_a_sequence_includes_the_whole_group_of_that_sequence_and_nothing_after()
    {
        var order =
            Cli.Run("journal", "cat", "-j", journal.Folder, "-k", "OrderRequested", "--limit", "1", "-o", "json").Json;
        var sequence = order["sequence"]!.GetValue<long>();
        var before =
            State((order["causeSequence"]!.GetValue<long>() - 1)
            .ToString(System.Globalization.CultureInfo.InvariantCulture));
        var input = State(order["causeSequence"]!.ToString());
        var after = State(sequence.ToString(System.Globalization.CultureInfo.InvariantCulture));

        Assert.Empty(before["orders"]!.AsArray());
        Assert.Single(after["orders"]!.AsArray());
        Assert.Equal(after["stateDigest"]!.GetValue<string>(), input["stateDigest"]!.GetValue<string>());
        Assert.Equal("PendingNew", after["orders"]![0]!["status"]!.GetValue<string>());
    }

    [Fact]
    public void State_at_a_time_is_that_of_everything_up_to_it()
    {
        var at = State("2013-10-08T13:31:00Z");

        Assert.Equal("2013-10-08T13:31:00.000000000Z", at["time"]!.GetValue<string>());
        Assert.Equal(
            at["stateDigest"]!.GetValue<string>(),
                State(at["sequence"]!.ToString())["stateDigest"]!.GetValue<string>());
        Assert.Contains(
            "ACCOUNT", Cli.Run("replay", "state", "--at", "2013-10-08T13:31Z", "-j", journal.Folder).Output);
    }

    [Theory]
    [InlineData("99999999", (int)ExitCode.Negative, "ends at sequence")]
    [InlineData("1960-01-01T00:00:00Z", (int)ExitCode.Negative, "give a later place")]
    [InlineData("2013-10-08", (int)ExitCode.Usage, "give a sequence from 1, a time in UTC")]
    [InlineData("0", (int)ExitCode.Usage, "give a sequence from 1, a time in UTC")]
    public void A_place_that_is_not_there_is_refused(string place, int code, string text)
    {
        var result = Cli.Run("replay", "state", "--at", place, "-j", journal.Folder);

        Assert.Equal(code, (int)result.Code);
        Assert.Contains(text, result.Error);
    }

    [Fact]
    public void A_journal_of_several_runs_replays_as_one()
    {
        using var folder = new TempFolder();
        var data = TickFile.Write(folder.File("ticks.csv"), 600, "AIG");
        BacktestJournal.Run(folder.File("journal"), [data], JournalFixture.Settings);
        BacktestJournal.Run(folder.File("journal"), [data], JournalFixture.Settings);

        Assert.Equal(ExitCode.Ok, Cli.Run("replay", "verify", "-j", folder.File("journal")).Code);
        var json = Cli.Run("journal", "describe", "-j", folder.File("journal"), "-o", "json").Json;
        Assert.Equal(2, json["runs"]!.AsArray().Count);
        Assert.Equal(600, json["sources"]![0]!["rows"]!.GetValue<int>());
    }

    private System.Text.Json.Nodes.JsonNode State(string place) =>
        Cli.Run("replay", "state", "--at", place, "-j", journal.Folder, "-o", "json").Json;
}
