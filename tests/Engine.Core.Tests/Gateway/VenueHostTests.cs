using Engine.Core.Events;
using Engine.Core.Gateway;
using Xunit;
using static Engine.Core.Tests.Gateway.VenueRecords;

namespace Engine.Core.Tests.Gateway;

/// <summary>
/// Goal: the venue process remembers everything it ever said, whenever it is killed. Method: the host without sockets
/// on a
/// real log file; dropping it without Close loses what a kill loses.
/// </summary>
public sealed class VenueHostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("venue-host").FullName;

    private VenueServerOptions Options => new()
    {
        Listen = "unix:" + Path.Combine(_folder, "s"),
        LogPath = Path.Combine(_folder, "venue-log"),
        Account = "PAPER1",
        Venue = VenueBench.Small with { ReportLatencyNs = 3 * Ms, LatencyJitterNs = 5 * Ms },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_said_is_in_the_log_before()
    {
        using var host = new VenueHost(Options);
        Assert.Equal(VenueReason.None, host.BeginSession(Hello(1)));
        var said = 0;
        foreach (var record in VenueScenario.Create(7))
        {
            Assert.True(host.Receive(record));
            var now = host.Commit().ToArray().Where(r => VenueHost.EventIdOf(in r) > 0).ToList();
            if (now.Count > 0 && said % 10 == 0)
                Assert.Equal(Hex(now),
                    Unsealed(VenueLogReader.Open(Options.LogPath).Records).TakeLast(now.Count).Select(r => Hex(in r)));
            said += now.Count;
            host.ClearSaid();
        }
        Assert.True(said > 50);
    }

    [Fact]
    public void Killed_at_any_point_it_goes_on_as_if_nothing_had_happened()
    {
        var records = VenueScenario.Create(11);
        var whole = RunWhole(records);
        for (var kill = 20; kill < records.Count; kill += 41)
        {
            File.Delete(Options.LogPath);
            var said = new List<string>();
            using (var host = new VenueHost(Options)) // dropped without Close
            {
                host.BeginSession(Hello(1));
                Feed(host, records.Take(kill), said);
            }

            // The engine feeds again what the venue may have lost: that is market data and intents never answered.
            using var again = new VenueHost(Options);
            Assert.Equal(1, again.SessionEpoch);
            Assert.Equal(VenueReason.None, again.BeginSession(Hello(2)));
            var repeated = again.Commit().ToArray().Where(r => VenueHost.EventIdOf(in r) > 0).ToList();
            Assert.Equal(said, repeated.Select(r => Hex(in r)));
            Assert.Equal(whole.Take(said.Count), said);
        }
    }

    [Fact]
    public void After_a_kill_positions_equal_the_sum_of_executions()
    {
        var records = VenueScenario.Create(13);
        for (var kill = 50; kill < records.Count; kill += 97)
        {
            File.Delete(Options.LogPath);
            using (var host = new VenueHost(Options))
            {
                host.BeginSession(Hello(1));
                Feed(host, records.Take(kill), []);
            }
            using var again = new VenueHost(Options);
            again.BeginSession(Hello(2));
            again.ClearSaid();
            again.Receive(Question(1, QueryKind.Positions));
            var positions = again.Commit().ToArray().Where(r => r.Kind == EventKind.PositionReported)
                .ToDictionary(r => r.InstrumentId, r => r.PositionReport.Quantity);
            var sums = VenueLogReader.Open(Options.LogPath).SumPositions().Where(p => p.Value != 0).ToDictionary();
            Assert.Equal(sums, positions);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(128)]
    [InlineData(200)]
    public void A_torn_tail_loses_only_the_torn_records(int bytesLost)
    {
        RunWhole(VenueScenario.Create(17));
        var before = VenueLogReader.Open(Options.LogPath).Records.Count;
        using (var file = File.OpenWrite(Options.LogPath)) file.SetLength(file.Length - bytesLost);
        var kept = before - ((bytesLost + 127) / 128);
        Assert.Equal(kept, VenueLogReader.Open(Options.LogPath).Records.Count);
        using (new VenueHost(Options))
        {
        }
        Assert.Equal(128 * (kept + 1L), new FileInfo(Options.LogPath).Length);
    }

    [Fact]
    public void Damage_that_a_crash_cannot_explain_is_refused()
    {
        using (var log = VenueLog.Open(Options, _ => { }))
        {
            for (var i = 0; i < 5_000; i++) log.Append(Quote(i, 1, 2));
            log.Sync();
        }
        var bytes = File.ReadAllBytes(Options.LogPath);
        bytes[128 * 12] ^= 1;
        File.WriteAllBytes(Options.LogPath, bytes);
        Assert.Contains("Record 11", Assert.Throws<VenueException>(() => new VenueHost(Options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_in_use_or_of_another_account_or_options_is_refused()
    {
        using (new VenueHost(Options))
            Assert.Throws<VenueException>(() => new VenueHost(Options));
        Assert.Throws<VenueException>(() => new VenueHost(Options with { Account = "OTHER" }));
        Assert.Throws<VenueException>(() => new VenueHost(Options with { Venue = Options.Venue with { Seed = 2 } }));
        File.WriteAllText(Options.LogPath, new string('x', 500));
        Assert.Throws<VenueException>(() => new VenueHost(Options));
    }

    [Fact]
    public void Only_a_newer_session_of_the_account_begins_and_only_older_orders_are_known_missing()
    {
        using var host = new VenueHost(Options);
        Assert.Equal(VenueReason.WrongAccount, host.BeginSession(Hello(1, account: "OTHER")));
        Assert.Equal(VenueReason.None, host.BeginSession(Hello(4)));
        Assert.Equal(VenueReason.SessionFenced, host.BeginSession(Hello(4)));
        Assert.Equal(VenueReason.SessionFenced, host.BeginSession(Hello(3)));
        host.ClearSaid();

        host.Receive(Question(1, QueryKind.OrderStatus, orderId: 9, epoch: 3));
        host.Receive(Question(2, QueryKind.OrderStatus, orderId: 9, epoch: 4));
        var reports = host.Commit().ToArray().Where(r => r.Kind == EventKind.OrderStatusReported).ToList();
        Assert.Equal((OrderStatus.Rejected, VenueReason.NotReceived),
            (reports[0].OrderReport.Status, reports[0].OrderReport.Reason));
        Assert.Equal(OrderStatus.Unknown, reports[1].OrderReport.Status);
    }

    [Fact]
    public void Market_data_that_cannot_matter_is_not_kept()
    {
        using (var host = new VenueHost(Options))
        {
            host.BeginSession(Hello(1));
            host.Receive(Instrument());
            for (var i = 0; i < 1_000; i++) host.Receive(Quote(i, 1, 2));
            host.Close();
        }
        Assert.Equal(3, VenueLogReader.Open(Options.LogPath).Records.Count); // session, instrument, its first quote
    }

    public static EngineEvent Hello(int epoch, string account = "PAPER1", long lastEventId = 0)
    {
        var hello = At(0, EventKind.EngineStarted, -1);
        hello.Lifecycle.SessionEpoch = epoch;
        hello.Lifecycle.Account = AsciiText32.From(account);
        hello.Lifecycle.PreviousSequence = lastEventId;
        return hello;
    }

    private List<string> RunWhole(List<EngineEvent> records)
    {
        File.Delete(Options.LogPath);
        var said = new List<string>();
        using var host = new VenueHost(Options);
        host.BeginSession(Hello(1));
        Feed(host, records, said);
        host.Close();
        return said;
    }

    private static void Feed(VenueHost host, IEnumerable<EngineEvent> records, List<string> said)
    {
        foreach (var record in records)
        {
            Assert.True(host.Receive(record));
            said.AddRange(host.Commit().ToArray().Where(r => VenueHost.EventIdOf(in r) > 0).Select(r => Hex(in r)));
            host.ClearSaid();
        }
    }

    private static IEnumerable<EngineEvent> Unsealed(IEnumerable<EngineEvent> records) => records.Select(record =>
    {
        record.Checksum = 0;
        return record;
    });
}
