using System.Globalization;
using Engine.Core.Config;
using Engine.Core.Time;
using Xunit;

namespace Engine.Core.Tests.Time;

/// <summary>
/// Goal: windows come on their days at their time on the wall, over midnight and changes of the clock.
/// </summary>
public sealed class MaintenanceScheduleTests
{
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData("2024-03-08T12:00:00Z", "2024-03-09T04:45:00Z", "2024-03-09T05:30:00Z")] // Friday to Saturday.
    [InlineData("2024-03-09T04:45:00Z", "2024-03-12T03:45:00Z", "2024-03-12T04:30:00Z")] // Monday, clock put on.
    [InlineData("2024-11-01T12:00:00Z", "2024-11-02T03:45:00Z", "2024-11-02T04:30:00Z")]
    [InlineData("2024-11-02T03:45:00Z", "2024-11-05T04:45:00Z", "2024-11-05T05:30:00Z")] // Monday, clock put back.
    public void A_window_over_midnight_comes_on_its_days(string after, string start, string end)
    {
        var schedule = Parse(
            "maintenance.night.days=mon,tue,wed,thu,fri", "maintenance.night.from=23:45",
            "maintenance.night.to=00:30");
        Assert.True(schedule.TryFindAfter(Ns(after), out var window));
        Assert.Equal((Ns(start), Ns(end)), (window.StartTimeNs, window.EndTimeNs));
        Assert.Equal(90 * Second, window.StartTimeNs - window.LeadStartTimeNs);
        Assert.Equal("night", window.Window.ToString());
    }

    [Fact]
    public void Windows_of_several_rules_come_in_order_and_those_that_begin_together_are_one()
    {
        var schedule = Parse(
            "maintenance.a.from=23:45", "maintenance.a.to=23:50", "maintenance.a.lead=10s",
            "maintenance.b.days=sat", "maintenance.b.from=23:45", "maintenance.b.to=03:00", "maintenance.b.lead=5m",
            "maintenance.c.from=12:00", "maintenance.c.to=12:05", "maintenance.c.zone=Europe/Zurich");
        var found = new List<string>();
        var time = Ns("2024-06-07T20:00:00Z"); // A Friday.
        for (var i = 0; i < 4; i++)
        {
            Assert.True(schedule.TryFindAfter(time, out var window));
            time = window.StartTimeNs;
            var minutes = (window.EndTimeNs - time) / (60 * Second);
            var lead = (time - window.LeadStartTimeNs) / Second;
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{window.Window} {minutes} {lead}"));
        }
        Assert.Equal(["a 5 10", "c 5 90", "a 195 300", "c 5 90"], found);
        Assert.False(Parse().TryFindAfter(0, out _));
    }

    [Theory]
    [InlineData("maintenance.a.from", "maintenance.a.to=01:00")]
    [InlineData("maintenance.a.to", "maintenance.a.from=01:00")]
    [InlineData("maintenance.a.from", "maintenance.a.from=25:00", "maintenance.a.to=01:00")]
    [InlineData("maintenance.a.days", "maintenance.a.from=00:00", "maintenance.a.to=01:00", "maintenance.a.days=x")]
    [InlineData("maintenance.a.zone", "maintenance.a.from=00:00", "maintenance.a.to=01:00", "maintenance.a.zone=X")]
    [InlineData("maintenance.a.lead", "maintenance.a.from=00:00", "maintenance.a.to=01:00", "maintenance.a.lead=2d")]
    public void What_cannot_be_a_window_names_its_setting(string key, params string[] settings)
    {
        var error = Assert.Throws<ConfigException>(() => Parse(settings));
        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
    }

    private static MaintenanceSchedule Parse(params string[] settings)
    {
        var config = new CanonicalConfig();
        foreach (var setting in settings) config.Set(setting.Split('=')[0], setting.Split('=')[1]);
        return new MaintenanceSchedule(config.Section("maintenance"));
    }

    private static long Ns(string utc) =>
        (DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks * 100;
}
