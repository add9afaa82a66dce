using System.Globalization;
using Engine.Core.Events;
using Engine.Grpc.Access;
using Grpc.Core;
using Xunit;

namespace Engine.Grpc.Tests.Access;

public sealed class DeniedCallsTests
{
    private const string Halt = "/engine.v1.Control/Halt";

    private readonly List<string> _lines = [];
    private readonly List<EngineEvent> _records = [];
    private bool _hasRoom = true;

    [Fact]
    public void Denials_are_told_and_journaled_as_counts_by_principal_method_and_reason()
    {
        using var denied = New();
        for (var i = 0; i < 1_000; i++) denied.Count("", Halt, StatusCode.Unauthenticated);
        denied.Count("vera", Halt, StatusCode.PermissionDenied);
        denied.Tell();
        Assert.Equal(
        [
            "1000 calls denied (Unauthenticated): (unknown) called engine.v1.Control/Halt",
            "1 calls denied (PermissionDenied): vera called engine.v1.Control/Halt",
        ], _lines);
        Assert.Equal(
            ["(unknown) Control/Halt 1000 Unauthenticated 10000", "vera Control/Halt 1 PermissionDenied 10000"],
            Journaled());
        denied.Tell();
        Assert.Equal((2, 2), (_lines.Count, _records.Count));
    }

    [Fact]
    public void What_a_caller_made_up_is_neither_told_nor_journaled()
    {
        using var denied = New();
        denied.Count("", "/made.Up/Canary", StatusCode.Unauthenticated);
        denied.Tell();
        Assert.Contains("(unknown method)", Assert.Single(_lines), StringComparison.Ordinal);
        Assert.Equal("(unknown) (unknown method) 1 Unauthenticated 10000", Assert.Single(Journaled()));
    }

    [Fact]
    public void Every_method_has_a_name_of_its_own_that_fits_its_record()
    {
        using var denied = New();
        foreach (var method in MethodRoles.Methods)
        {
            denied.Count("ada", method, StatusCode.ResourceExhausted);
            denied.Tell();
        }
        var names = _records.Select(record => record.DeniedCalls.Method.ToString()).ToArray();
        Assert.All(_records, record => Assert.Equal(DenialReason.TooManyCalls, record.DeniedCalls.Reason));
        var reflections = MethodRoles.Methods.Count(method => method.Contains("Reflection", StringComparison.Ordinal));
        Assert.Equal(MethodRoles.Methods.Count() - reflections + 1, names.Distinct().Count());
    }

    [Fact]
    public void Beyond_a_number_of_rows_the_rest_is_counted_together_and_those_who_are_not_known_have_few()
    {
        using var denied = New();
        for (var i = 0; i < AccessLimits.DenialsMax + 7; i++)
            denied.Count(i.ToString(CultureInfo.InvariantCulture), Halt, StatusCode.PermissionDenied);
        foreach (var method in MethodRoles.Methods) denied.Count("", method, StatusCode.Unauthenticated);
        denied.Count("known-late", Halt, StatusCode.PermissionDenied);
        denied.Tell();
        Assert.Contains("8 calls denied (PermissionDenied): (others) called (others)", _lines);
        Assert.Equal(AccessLimits.DenialsMax + 1 + AccessLimits.UnknownDenialsMax + 1, _lines.Count);
        Assert.Equal(_lines.Count, _records.Count);
        var unknown = _records.Where(record => record.DeniedCalls.Principal.ToString() == "(unknown)").ToArray();
        Assert.Equal(MethodRoles.Methods.Count(), unknown.Sum(record => record.DeniedCalls.Calls));
    }

    [Fact]
    public void What_finds_no_room_is_journaled_later_with_its_longer_window_and_does_not_grow()
    {
        using var denied = New();
        _hasRoom = false;
        for (var window = 0; window < 100; window++)
        {
            for (var i = 0; i < 60; i++)
            {
                denied.Count(
                    string.Create(CultureInfo.InvariantCulture, $"{window}-{i}"), Halt, StatusCode.PermissionDenied);
            }
            denied.Tell();
        }
        Assert.Empty(_records);
        _hasRoom = true;
        denied.Tell();
        Assert.Equal(AccessLimits.DenialsMax + 1, _records.Count);
        Assert.Equal(6_000, _records.Sum(record => record.DeniedCalls.Calls));
        Assert.Equal(1_010_000, _records.Max(record => record.DeniedCalls.WindowMs));
    }

    [Fact]
    public void The_last_counts_are_told_at_the_end()
    {
        using (var denied = new DeniedCalls(_lines.Add, note: null, TimeProvider.System))
            denied.Count("vera", Halt, StatusCode.PermissionDenied);
        Assert.Single(_lines);
    }

    private DeniedCalls New() => new(_lines.Add, Note, TimeProvider.System);

    private bool Note(EngineEvent record)
    {
        if (_hasRoom) _records.Add(record);
        return _hasRoom;
    }

    private IEnumerable<string> Journaled() => _records.Select(record => string.Create(CultureInfo.InvariantCulture,
        $"{record.DeniedCalls.Principal} {record.DeniedCalls.Method} {record.DeniedCalls.Calls} "
        + $"{record.DeniedCalls.Reason} {record.DeniedCalls.WindowMs}"));
}
