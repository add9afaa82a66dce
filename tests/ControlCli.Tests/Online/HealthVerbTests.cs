using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ControlCli.Tests.Online;

public sealed class HealthVerbTests
{
    [Theory]
    [InlineData("healthy", 200, 0)]
    [InlineData("degraded", 200, 1)]
    [InlineData("unhealthy", 503, 2)]
    public async Task The_verdict_is_the_exit_code(string status, int http, int code)
    {
        await using var app = await ServeAsync($$"""
            {"status":"{{status}}","live":true,"ready":{{(http == 200 ? "true" : "false")}},"phase":"Running",
             "permission":"Active","durableSequence":7,"checks":[{"check":"journal","state":"ok","detail":"5 ms","ageMs":5,
             "limitMs":1000}]}
            """, http);
        var result = Cli.Run("health", "--http", app.Urls.First(), "-o", "json");

        Assert.Equal(code, (int)result.Code);
        Assert.Equal(status, result.Json["status"]!.GetValue<string>());
        Assert.Equal("journal", result.Json["checks"]![0]!["check"]!.GetValue<string>());
        Assert.Contains("journal", Cli.Run("health", "--http", app.Urls.First()).Output);
    }

    [Fact]
    public void Where_nobody_listens_it_is_unreachable()
    {
        var result = Cli.Run("health", "--http", $"http://127.0.0.1:{Ports.Unused()}");

        Assert.Equal(ExitCode.Unreachable, result.Code);
        Assert.Contains("No engine tells its health at", result.Error);
    }

    [Fact]
    public async Task What_is_no_engine_is_unreachable()
    {
        await using var app = await ServeAsync("<html>", 200);

        Assert.Contains("is no engine", Cli.Run("health", "--http", app.Urls.First()).Error);
    }

    private static async Task<WebApplication> ServeAsync(string answer, int code)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/health", context =>
        {
            context.Response.StatusCode = code;
            return context.Response.WriteAsync(answer);
        });
        await app.StartAsync();
        return app;
    }
}
