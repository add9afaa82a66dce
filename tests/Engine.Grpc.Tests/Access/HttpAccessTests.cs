using System.Net;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Grpc.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engine.Grpc.Tests.Access;

/// <summary>
/// An HTTP endpoint that shows positions or money, before those who may see it and those who may not.
/// </summary>
public sealed class HttpAccessTests
{
    [Theory]
    [InlineData("Bearer " + TestTokens.Operator, OperatorRole.Viewer, 200)]
    [InlineData("Bearer " + TestTokens.Viewer, OperatorRole.Viewer, 200)]
    [InlineData("Bearer " + TestTokens.Viewer, OperatorRole.Admin, 403)]
    [InlineData("Bearer unknown", OperatorRole.Viewer, 401)]
    [InlineData(null, OperatorRole.Viewer, 401)]
    public async Task It_answers_those_only_whose_role_reaches(string? shown, OperatorRole required, int expected)
    {
        var (code, body) = await GetAsync(shown, new RequiredRole(required));
        Assert.Equal(expected, code);
        Assert.Equal(expected == 200, body == "positions");
        Assert.DoesNotContain("token-of-a-test", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_without_a_role_is_open() =>
        Assert.Equal((200, "positions"), await GetAsync(null, required: null));

    [Fact]
    public async Task Whoever_asks_too_often_is_told_to_wait()
    {
        var rates = new CallRates(callsPerSecond: 1, callsBurst: 1, new ManualTime());
        var role = new RequiredRole(OperatorRole.Viewer);
        Assert.Equal(200, (await GetAsync("Bearer " + TestTokens.Viewer, role, rates)).Code);
        Assert.Equal(429, (await GetAsync("Bearer " + TestTokens.Viewer, role, rates)).Code);
    }

    private static async Task<(int Code, string Body)> GetAsync(
        string? shown, RequiredRole? required, CallRates? rates = null)
    {
        var config = new CanonicalConfig(
            TestTokens.Settings.Select(s => new KeyValuePair<string, string>(s.Key, s.Value)));
        var options = AccessOptions.FromConfig(config.Section("control"));
        await using var services = new ServiceCollection()
            .AddSingleton(new AccessPolicy(new LiveAccess(options), EngineMode.Paper))
            .AddSingleton(rates ?? new CallRates(100, 100, TimeProvider.System))
            .BuildServiceProvider();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Response.Body = body;
        if (shown is not null) context.Request.Headers.Authorization = shown;
        object[] metadata = required is null ? [] : [required];
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(metadata), "positions"));
        await HttpAccess.AdmitAsync(context, answered => answered.Response.WriteAsync("positions"));
        return (context.Response.StatusCode, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }
}
