using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Grpc.Hosting;
using Engine.Grpc.Terminal;
using Engine.Testing;
using Xunit;

namespace Engine.Grpc.Tests.Hosting;

/// <summary>What the journal says of the edges reaches the terminal once, and the level is carried out.</summary>
public sealed class EdgeWatchTests
{
    private readonly LogicBench _bench = new LogicBench(new ScriptedCatalog()).Start();
    private readonly LogLevels _levels = new(LogVerbosity.Information);
    private readonly List<string> _told = [];

    [Theory]
    [InlineData(VenueReason.SessionFenced, "another engine has taken over the account", "never connects again: stop")]
    [InlineData(VenueReason.WrongAccount, "the log of another account", "never connects again: stop")]
    [InlineData(VenueReason.ConnectionLost, "the venue is away (ConnectionLost)", "goes on trying")]
    public void Why_the_venue_is_away_is_told_once_with_what_to_do_and_that_it_is_back(
        VenueReason reason, string meaning, string remedy)
    {
        var watch = New();
        watch.Look(null);
        watch.Look(Status);
        Assert.Empty(_told);
        _bench.Venue(EventKind.VenueDisconnected, new OrderReportPayload { Reason = reason });
        watch.Look(Status);
        watch.Look(Status);
        _bench.Tick();
        watch.Look(Status);
        var line = Assert.Single(_told);
        Assert.Contains(meaning, line, StringComparison.Ordinal);
        Assert.Contains(remedy, line, StringComparison.Ordinal);

        _bench.Reconcile();
        watch.Look(Status);
        Assert.Equal("the venue is connected", _told[^1]);
    }

    [Fact]
    public void What_can_be_mended_by_nobody_here_is_told_at_every_level()
    {
        _levels.OfSettings = LogVerbosity.Error;
        var watch = New();
        _bench.Venue(EventKind.VenueDisconnected, new OrderReportPayload { Reason = VenueReason.ConnectionLost });
        watch.Look(Status);
        Assert.Empty(_told);
        _bench.Venue(EventKind.VenueDisconnected, new OrderReportPayload { Reason = VenueReason.SessionFenced });
        watch.Look(Status);
        Assert.Single(_told);
    }

    [Fact]
    public void A_commanded_level_is_in_force_and_an_older_picture_changes_nothing()
    {
        var watch = New();
        var before = Status;
        _bench.Answer(OperatorCommand.SetLogLevel(Issuer.Of(), LogVerbosity.Debug));
        watch.Look(Status);
        Assert.Equal(LogVerbosity.Debug, _levels.InForce);
        watch.Look(before);
        Assert.Equal(LogVerbosity.Debug, _levels.InForce);
        Assert.Equal("the log level is Debug, as commanded", Assert.Single(_told));
    }

    [Fact]
    public void What_the_runs_before_have_left_is_not_of_this_one()
    {
        _bench.Answer(OperatorCommand.SetLogLevel(Issuer.Of(), LogVerbosity.Debug));
        _bench.Venue(EventKind.VenueDisconnected, new OrderReportPayload { Reason = VenueReason.SessionFenced });
        var watch = New();
        watch.Look(Status);
        Assert.Empty(_told);
        _bench.Take(_bench.Started(runEpoch: 2));
        watch.Look(Status);
        Assert.Empty(_told);
        Assert.Equal(LogVerbosity.Information, _levels.InForce);
    }

    private EdgeWatch New() => new(new OperatorLog(_told.Add, _levels), Status.Sequence);

    private EngineStatus Status => EngineStatus.Of(_bench.Chain);
}
