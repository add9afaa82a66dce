using System.Net;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Grpc.Access;
using Engine.Testing;
using Grpc.Core;
using Xunit;

namespace Engine.Grpc.Tests.Access;

public sealed class AccessPolicyTests
{
    private const string GetStatus = "/engine.v1.Status/GetStatus";
    private const string Halt = "/engine.v1.Control/Halt";

    private static readonly IPAddress Elsewhere = IPAddress.Parse("192.0.2.1");

    [Fact]
    public void Without_credentials_paper_takes_the_callers_of_its_machine_for_admins()
    {
        var policy = Policy(EngineMode.Paper);
        var caller = policy.Identify(null, null, IPAddress.IPv6Loopback);
        Assert.Equal(new Caller("local", OperatorRole.Admin), caller);
        policy.Check(caller, Halt);
        Assert.Equal(StatusCode.Unauthenticated, Refused(() => policy.Identify(null, null, Elsewhere)));
        Assert.Equal(StatusCode.Unauthenticated, Refused(() => policy.Identify(null, null, null)));
    }

    [Fact]
    public void In_live_whoever_changes_something_must_be_known_even_on_the_machine()
    {
        var policy = Policy(EngineMode.Live);
        var local = policy.Identify(null, null, IPAddress.Loopback);
        policy.Check(local, GetStatus);
        foreach (var method in MethodRoles.Methods.Where(MethodRoles.IsMutation))
            Assert.Equal(StatusCode.Unauthenticated, Refused(() => policy.Check(local, method)));

        var known = Policy(EngineMode.Live, TestTokens.Settings);
        known.Check(known.Identify("Bearer " + TestTokens.Operator, null, IPAddress.Loopback), Halt);
        Assert.Equal(StatusCode.Unauthenticated, Refused(() => known.Identify(null, null, IPAddress.Loopback)));
    }

    [Fact]
    public void With_tokens_nobody_is_known_without_one()
    {
        var policy = Policy(EngineMode.Paper, TestTokens.Settings);
        Assert.Equal(
            new Caller("vera", OperatorRole.Viewer),
            policy.Identify("bearer  " + TestTokens.Viewer, null, Elsewhere));
        foreach (var shown in new[]
            {
                null, "", "Bearer", "Bearer ", "Basic dmVyYQ==", "Bearer " + TestTokens.Viewer + "x", TestTokens.Viewer,
                "Bearer " + TestTokens.Sha256(TestTokens.Viewer), "Bearer " + new string('x', 100_000),
            })
        {
            Assert.Equal(
                StatusCode.Unauthenticated, Refused(() => policy.Identify(shown, null, IPAddress.Loopback)));
        }
    }

    [Fact]
    public void A_token_that_nobody_asked_for_is_refused_rather_than_passed_over() =>
        Assert.Equal(
            StatusCode.Unauthenticated,
            Refused(() => Policy(EngineMode.Paper).Identify("Bearer x", null, IPAddress.Loopback)));

    [Fact]
    public void The_name_of_a_certificate_has_the_role_of_its_principal()
    {
        using var authority = new TestAuthority();
        using var files = new TempFolder();
        var policy = Policy(EngineMode.Paper,
        [
            .. authority.WriteTls(files.Path, withClients: true), ("control.principals.desk.role", "emergency"),
        ]);
        using var desk = authority.Sign("desk");
        using var other = authority.Sign("other");
        Assert.Equal(new Caller("desk", OperatorRole.Emergency), policy.Identify(null, desk, Elsewhere));
        Assert.Equal(StatusCode.Unauthenticated, Refused(() => policy.Identify(null, other, Elsewhere)));
    }

    [Fact]
    public void A_method_outside_the_table_is_refused_to_every_role()
    {
        var policy = Policy(EngineMode.Paper);
        foreach (var role in Enum.GetValues<OperatorRole>())
        {
            Assert.Equal(StatusCode.PermissionDenied,
                Refused(() => policy.Check(new Caller("x", role), "/engine.v1.Control/New")));
        }
    }

    private static AccessPolicy Policy(EngineMode mode, params (string Key, string Value)[] settings)
    {
        var config = new CanonicalConfig(settings.Select(s => new KeyValuePair<string, string>(s.Key, s.Value)));
        return new AccessPolicy(new LiveAccess(AccessOptions.FromConfig(config.Section("control"))), mode);
    }

    private static StatusCode Refused(Action call) => Assert.Throws<RpcException>(call).StatusCode;
}
