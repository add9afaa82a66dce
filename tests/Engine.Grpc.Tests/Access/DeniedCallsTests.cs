using System.Globalization;
using Engine.Grpc.Access;
using Grpc.Core;
using Xunit;

namespace Engine.Grpc.Tests.Access;

public sealed class DeniedCallsTests
{
    private const string Halt = "/engine.v1.Control/Halt";

    private readonly List<string> _lines = [];

    [Fact]
    public void Denials_are_told_as_counts_by_principal_method_and_reason()
    {
        using var denied = new DeniedCalls(_lines.Add, TimeProvider.System);
        for (var i = 0; i < 1_000; i++) denied.Count("", Halt, StatusCode.Unauthenticated);
        denied.Count("vera", Halt, StatusCode.PermissionDenied);
        denied.Tell();
        Assert.Equal(
        [
            "1000 calls denied (Unauthenticated): (unknown) called engine.v1.Control/Halt",
            "1 calls denied (PermissionDenied): vera called engine.v1.Control/Halt",
        ], _lines);
        denied.Tell();
        Assert.Equal(2, _lines.Count);
    }

    [Fact]
    public void What_a_caller_made_up_is_not_told()
    {
        using var denied = new DeniedCalls(_lines.Add, TimeProvider.System);
        denied.Count("", "/made.Up/Canary", StatusCode.Unauthenticated);
        denied.Tell();
        Assert.Contains("(unknown method)", Assert.Single(_lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Beyond_a_number_of_pairs_the_rest_is_counted_together()
    {
        using var denied = new DeniedCalls(_lines.Add, TimeProvider.System);
        for (var i = 0; i < AccessLimits.DenialsMax + 7; i++)
            denied.Count(i.ToString(CultureInfo.InvariantCulture), Halt, StatusCode.PermissionDenied);
        denied.Tell();
        Assert.Equal(AccessLimits.DenialsMax + 1, _lines.Count);
        Assert.Contains("7 calls denied (PermissionDenied): (others) called (others)", _lines);
    }

    [Fact]
    public void The_last_counts_are_told_at_the_end()
    {
        using (var denied = new DeniedCalls(_lines.Add, TimeProvider.System))
            denied.Count("vera", Halt, StatusCode.PermissionDenied);
        Assert.Single(_lines);
    }
}
