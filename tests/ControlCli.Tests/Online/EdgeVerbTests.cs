using ControlCli.Journals;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Xunit;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Tests.Online;

/// <summary>The second person, the log level, and what the edges put on record, as people see them.</summary>
public sealed class EdgeVerbTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public async Task Approvals_show_what_exactly_waits_who_gave_it_why_and_how_long_it_may_wait()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Approvals = new V1.ApprovalList
        {
            EngineTimeNs = 100 * Second,
            Approvals =
            {
                new V1.Approval
                {
                    Sequence = 48123,
                    Command = "flatten account",
                    Principal = "alice",
                    OperatorName = "Alice A.",
                    Reason = "end of quarter",
                    GivenTimeNs = 90 * Second,
                    ExpiresTimeNs = 390 * Second,
                    Content = { "Kind=FlattenCommanded", "Scope=Account" },
                    Effects = { "cancels the working orders" },
                },
            },
        };
        var text = Cli.Run("approvals", "-e", engine.Address).Output;
        foreach (var part in new[] { "48123", "flatten account", "alice", "Alice A.", "end of quarter" })
            Assert.Contains(part, text);
        Assert.Contains("48123 flatten account, 290 s of engine time left\n  Kind=FlattenCommanded\n", text);
        Assert.Contains("\n  cancels the working orders\n", text);

        var json = Cli.Run("approvals", "-o", "json", "-e", engine.Address).Json["approvals"]![0]!;
        Assert.Equal(
            ["sequence", "command", "principal", "operatorName", "reason", "givenTime", "expiresTime"],
            json.AsObject().Select(member => member.Key));

        engine.Approvals = new V1.ApprovalList();
        Assert.Equal(ExitCode.Ok, Cli.Run("approvals", "-e", engine.Address).Code);
    }

    [Fact]
    public async Task What_is_approved_is_the_sequence_that_was_named()
    {
        await using var engine = await FakeEngine.StartAsync();
        var result = Cli.Run("approve", "48123", "--reason", "checked", "-e", engine.Address);
        Assert.True(result.Code == ExitCode.Ok, result.Error);
        Assert.Equal(48123, engine.Single<V1.ApproveRequest>().Sequence);

        Assert.Equal(ExitCode.Usage, Cli.Run("approve", "0", "--reason", "checked", "-e", engine.Address).Code);
        Assert.Equal(ExitCode.Usage, Cli.Run("log-level", "loud", "--reason", "x", "-e", engine.Address).Code);
        Cli.Run("log-level", "warning", "--reason", "x", "-e", engine.Address);
        Assert.Equal(V1.LogLevel.Warning, engine.Single<V1.SetLogLevelRequest>().Level);
    }

    [Fact]
    public async Task A_stop_that_waits_for_a_second_person_is_a_negative_answer_that_says_so()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Steps.Add(new V1.ShutdownProgress { Name = "AwaitsSecondPerson", Remaining = "nothing yet" });
        var result = Cli.Run("shutdown", "--mode", "park", "--reason", "x", "-e", engine.Address);
        Assert.Equal(ExitCode.Negative, result.Code);
        Assert.Contains("another principal has to approve it, see 'approvals'", result.Error);
    }

    [Fact]
    public async Task A_status_says_why_the_venue_is_away_and_that_somebody_waits()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Status.VenueLoss = new V1.VenueLoss { Reason = "SessionFenced", Text = "SessionFenced: stop it" };
        engine.Status.WaitingApprovals = 2;
        engine.Status.DeniedCalls = 17;
        engine.Status.LogLevel = V1.LogLevel.Debug;
        var lines = Cli.Run("status", "-e", engine.Address).Lines;
        Assert.Contains(lines, line => line.StartsWith("Venue:", StringComparison.Ordinal) && line.Contains("stop it"));
        Assert.Contains(lines, line => line.StartsWith("Approvals:", StringComparison.Ordinal) && line.EndsWith('2'));
        Assert.Contains(lines, line => line.StartsWith("Denied calls:", StringComparison.Ordinal));
        var json = Cli.Run("status", "-o", "json", "-e", engine.Address).Json;
        Assert.Equal("Debug", json["logLevel"]!.GetValue<string>());
    }

    [Fact]
    public async Task Denied_calls_and_reloads_are_told_in_words_from_an_engine_and_from_files()
    {
        var denied = EngineInputs.DeniedCalls("vera", "Control/Halt", DenialReason.PermissionDenied, 12, 10_000);
        const string reason = "Setting risk.maxPosition changed";
        var refused = EngineInputs.SettingsReloaded(1, ReloadOutcome.Refused, 0, false, reason);
        var applied = EngineInputs.SettingsReloaded(2, ReloadOutcome.Applied, 3, false, "log.level error -> debug");
        string[] words =
        [
            "12 calls of Control/Halt by vera denied in 10 s: PermissionDenied",
            "settings read again and refused whole", "\"Setting risk.maxPosition changed\"",
            "settings read again: 3 changed and are in force",
        ];
        EngineEvent[] records = [denied, .. refused, applied[0]];
        Assert.Equal(words, records.Select(record => RecordSummary.Of(in record, new JournalNames())));

        await using var engine = await FakeEngine.StartAsync();
        engine.Events.Add(Event(nameof(EventKind.DeniedCallsCounted), ("Principal", "vera"), ("Method", "Control/Halt"),
            ("Calls", "12"), ("WindowMs", "10000"), ("Reason", "PermissionDenied")));
        engine.Events.Add(Event(nameof(EventKind.SettingsReloaded), ("Outcome", "Refused"), ("Changes", "0")));
        engine.Events.Add(Event(nameof(EventKind.SettingsReloaded), ("Text", "Setting risk.maxPosition changed")));
        var output = Cli.Run("events", "tail", "--from", "1", "-e", engine.Address).Output;
        Assert.Contains(words[0], output);
        Assert.Contains(words[1], output);
        Assert.Contains("text=Setting risk.maxPosition changed", output);
    }

    private static V1.EngineEvent Event(string kind, params (string Name, string Value)[] fields)
    {
        var record = new V1.EngineEvent { Sequence = 1, CauseSequence = 1, Kind = kind };
        record.Fields.AddRange(fields.Select(field => new V1.EventField { Name = field.Name, Value = field.Value }));
        return record;
    }
}
