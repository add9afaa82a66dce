using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Pipeline;
using Engine.Core.Replay;
using Engine.Testing;
using Xunit;

namespace Engine.Core.Tests.Pipeline.Logic;

/// <summary>What the edges report is on record, in state, and touches nothing else.</summary>
public sealed class EdgeFlowTests
{
    private readonly LogicBench _bench = new LogicBench(new ScriptedCatalog()).Start();

    [Fact]
    public void A_log_level_is_commanded_once_and_ends_with_the_run()
    {
        var debug = OperatorCommand.SetLogLevel(Issuer.Of(key: "k"), LogVerbosity.Debug);
        var first = _bench.Answer(debug);
        Assert.Equal((CommandCode.Done, (long)LogVerbosity.Debug), (first.Code, first.Detail));
        Assert.Equal(1, _bench.Answer(debug).IsRepeat);
        Assert.Equal(
            CommandCode.AlreadyInForce,
            _bench.Answer(OperatorCommand.SetLogLevel(Issuer.Of(), LogVerbosity.Debug)).Code);
        Assert.Equal(
            CommandCode.IdempotencyKeyReused,
            _bench.Answer(OperatorCommand.SetLogLevel(Issuer.Of(key: "k"), LogVerbosity.Error)).Code);
        Assert.Equal(LogVerbosity.Debug, Status.Edge.LogLevel);

        _bench.Take(_bench.Started(runEpoch: 2));
        Assert.Equal(LogVerbosity.None, Status.Edge.LogLevel);
        AssertReplays();
    }

    [Theory]
    [InlineData(LogVerbosity.None)]
    [InlineData((LogVerbosity)5)]
    [InlineData((LogVerbosity)(-1))]
    public void A_level_that_there_is_not_is_refused(LogVerbosity level)
    {
        Assert.Equal(
            CommandCode.MalformedCommand, _bench.Answer(OperatorCommand.SetLogLevel(Issuer.Of(), level)).Code);
        Assert.Equal(LogVerbosity.None, Status.Edge.LogLevel);
    }

    [Fact]
    public void A_reload_is_one_group_with_its_text_and_takes_back_a_commanded_level_only_if_it_names_one()
    {
        _bench.Answer(OperatorCommand.SetLogLevel(Issuer.Of(), LogVerbosity.Debug));
        var text = string.Concat(Enumerable.Repeat("control.tokens.ada added; ", 9));
        var group = _bench.Take(EngineInputs.SettingsReloaded(7, ReloadOutcome.Applied, 9, false, text));
        Assert.All(group, record => Assert.Equal(EventKind.SettingsReloaded, record.Kind));
        Assert.Equal(
            text,
            string.Concat(group.Skip(1).Select(record => AsciiText.Read(record.Text.Bytes))));
        Assert.Equal((7L, 1L), (Status.Edge.LastReloadId, Status.Edge.Reloads));
        Assert.Equal(LogVerbosity.Debug, Status.Edge.LogLevel);

        _bench.Take(EngineInputs.SettingsReloaded(8, ReloadOutcome.Refused, 0, true, "no"));
        Assert.Equal((LogVerbosity.Debug, 1L), (Status.Edge.LogLevel, Status.Edge.RefusedReloads));
        _bench.Take(EngineInputs.SettingsReloaded(9, ReloadOutcome.Applied, 1, true, "log.level"));
        Assert.Equal((LogVerbosity.None, 2L), (Status.Edge.LogLevel, Status.Edge.Reloads));
        AssertReplays();
    }

    [Fact]
    public void A_reload_with_more_text_than_is_kept_is_cut_and_says_so()
    {
        var records = EngineInputs.SettingsReloaded(1, ReloadOutcome.Refused, 0, false, new string('x', 5_000));
        Assert.Equal(2_000, records[0].SettingsReloaded.TextBytes);
        Assert.Equal(1 + 23, records.Length);
        Assert.EndsWith("...", AsciiText.Read(records[^1].Text.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Denied_calls_add_up()
    {
        _bench.Take(EngineInputs.DeniedCalls("vera", "Control/Halt", DenialReason.PermissionDenied, 3, 10_000));
        var group = _bench.Take(
            EngineInputs.DeniedCalls("(unknown)", "Control/Halt", DenialReason.Unauthenticated, 1_000, 10_000));
        Assert.Equal("(unknown)", Assert.Single(group).DeniedCalls.Principal.ToString());
        Assert.Equal(1_003, Status.Edge.DeniedCalls);
        AssertReplays();
    }

    [Fact]
    public void Why_the_venue_is_away_is_known_until_it_is_there_again()
    {
        Assert.Equal((VenueReason.None, 0L), (Status.Edge.VenueLostReason, Status.Edge.VenueLostNs));
        _bench.NowNs += LogicBench.Second;
        _bench.Venue(EventKind.VenueDisconnected, new OrderReportPayload { Reason = VenueReason.SessionFenced });
        Assert.Equal(
            (VenueReason.SessionFenced, _bench.NowNs, EnginePhase.Reconciling),
            (Status.Edge.VenueLostReason, Status.Edge.VenueLostNs, Status.Phase));
        _bench.Reconcile();
        Assert.Equal((VenueReason.None, 0L), (Status.Edge.VenueLostReason, Status.Edge.VenueLostNs));
        AssertReplays();
    }

    private EngineStatus Status => EngineStatus.Of(_bench.Chain);

    private void AssertReplays() => Assert.Null(_bench.Replay(new LogicBench(new ScriptedCatalog()).Model).Divergence);
}
