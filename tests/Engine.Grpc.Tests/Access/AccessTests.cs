using System.Text;
using Engine.Core.Events;
using Engine.Grpc.Access;
using Engine.Grpc.Tests.Services;
using Engine.Rpc.Hosting;
using Engine.Testing;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Xunit;
using HealthClient = Grpc.Health.V1.Health.HealthClient;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tests.Access;

/// <summary>Access control of a real server on a real port.</summary>
public sealed class AccessTests
{
    private static readonly Wire.GetStatusRequest Ask = new();

    [Fact]
    public async Task The_journal_names_the_principal_of_the_token_and_his_role_decides_in_the_core_too()
    {
        await using var bench = new ControlBench(token: TestTokens.Emergency, settings: TestTokens.Settings);
        await bench.UntilTradingAsync();
        var reply = await bench.Control.HaltAsync(
            new Wire.HaltRequest { Head = bench.Head(), Scope = ControlBench.OfAccount });
        Assert.Equal("emil", Assert.Single(reply.Holds).Who);
        await ControlBench.RefusedAsync(StatusCode.PermissionDenied, async () => await bench.Control
            .ResumeAsync(new Wire.ResumeRequest { Head = bench.Head(), Scope = ControlBench.OfAccount }));
    }

    [Fact]
    public async Task A_client_that_calls_too_often_is_told_when_to_call_again_and_can_halt_meanwhile()
    {
        await using var bench = new ControlBench(settings:
            [("control.callsPerSecond", "1"), ("control.callsBurst", "1")]);
        var status = bench.Status;
        await Assert.ThrowsAsync<RpcException>(async () =>
        {
            for (var i = 0; i < 10; i++) await status.GetVersionAsync(new Wire.GetVersionRequest());
        });
        var refused = await ControlBench.RefusedAsync(
            StatusCode.ResourceExhausted, async () => await status.GetStatusAsync(Ask));
        Assert.Contains("control.callsPerSecond", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("; again in ", refused.Status.Detail, StringComparison.Ordinal);
        var halt = await Record.ExceptionAsync(async () => await bench.Control
            .HaltAsync(new Wire.HaltRequest { Head = bench.Head(), Scope = ControlBench.OfAccount }));
        Assert.NotEqual(StatusCode.ResourceExhausted, (halt as RpcException)?.StatusCode);
    }

    [Fact]
    public async Task With_mutual_tls_the_certificate_says_who_calls()
    {
        using var authority = new TestAuthority();
        using var files = new TempFolder();
        using var desk = authority.Sign("desk");
        (string, string)[] settings =
        [
            .. authority.WriteTls(files.Path, withClients: true), ("control.principals.desk.role", "operator"),
        ];
        await using var bench = new ControlBench(tls: new RpcTls(desk, authority.Trust), settings: settings);
        await bench.UntilTradingAsync();
        var reply = await bench.Control.PauseAsync(
            new Wire.PauseRequest { Head = bench.Head(), Scope = ControlBench.OfAccount });
        Assert.Equal("desk", Assert.Single(reply.Holds).Who);

        using var stranger = authority.Sign("stranger");
        using var known = RpcChannels.Create(
            bench.Address, new RpcClientOptions { Tls = new RpcTls(stranger, authority.Trust) });
        await ControlBench.RefusedAsync(StatusCode.Unauthenticated, async () =>
            await new Wire.Status.StatusClient(known).GetStatusAsync(Ask));
        using var nobody = RpcChannels.Create(
            bench.Address, new RpcClientOptions { Tls = new RpcTls(null, authority.Trust) });
        await ControlBench.RefusedAsync(StatusCode.Unavailable, async () =>
            await new Wire.Status.StatusClient(nobody).GetStatusAsync(Ask));
    }

    [Fact]
    public async Task Two_authorizations_are_not_believed_and_health_needs_none()
    {
        await using var bench = new ControlBench(token: TestTokens.Admin, settings: TestTokens.Settings);
        await bench.UntilTradingAsync();
        var two = new Metadata
        {
            { "authorization", "Bearer " + TestTokens.Viewer }, { "authorization", "Bearer " + TestTokens.Viewer },
        };
        var anonymous = new Wire.Status.StatusClient(bench.Channel);
        await ControlBench.RefusedAsync(
            StatusCode.Unauthenticated, async () => await anonymous.GetStatusAsync(Ask, two));
        await ControlBench.RefusedAsync(
            StatusCode.Unauthenticated, async () => await anonymous.GetStatusAsync(Ask));
        var health = new HealthClient(bench.Channel);
        Assert.NotEqual(
            HealthCheckResponse.Types.ServingStatus.Unknown,
            (await health.CheckAsync(new HealthCheckRequest())).Status);
    }

    [Fact]
    public async Task A_token_is_in_no_record_no_file_no_report_and_no_answer()
    {
        const string canary = "canary-3b9d0c55-token";
        using var files = new TempFolder();
        var texts = new StringBuilder();
        string[] reports;
        var bench = new ControlBench(
            folder: files.Path, token: canary, settings: TestTokens.Setting("ada", canary, "viewer"));
        await using (bench)
        {
            texts.Append(await bench.UntilAsync(status => status.Phase == Wire.Phase.Running));
            foreach (var shown in new[] { canary, canary + "x", canary[..^1], "x" + canary })
            {
                var control = new Wire.Control.ControlClient(bench.With(shown));
                var refused = await Assert.ThrowsAsync<RpcException>(async () => await control.HaltAsync(
                    new Wire.HaltRequest { Head = bench.Head(), Scope = ControlBench.OfAccount }));
                texts.Append(refused).Append(refused.Trailers);
            }
        }
        reports = [.. bench.Reports];
        Assert.Contains(
            reports, report => report.Contains("3 calls denied (Unauthenticated)", StringComparison.Ordinal));
        Assert.Contains(
            reports, report => report.Contains("1 calls denied (PermissionDenied): ada", StringComparison.Ordinal));
        Assert.DoesNotContain(canary, string.Concat(reports) + texts, StringComparison.Ordinal);
        foreach (var secret in new[] { canary, TestTokens.Sha256(canary) })
        {
            var bytes = Encoding.ASCII.GetBytes(secret);
            foreach (var file in Directory.GetFiles(files.Path, "*", SearchOption.AllDirectories))
                Assert.True((await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(bytes) < 0, file);
        }
    }

    [Fact]
    public async Task Counts_of_denied_calls_reach_the_journal_and_the_status()
    {
        await using var bench = new ControlBench();
        await bench.UntilTradingAsync();
        Func<EngineEvent, bool> note = record => bench.Engine.Control.TryNote([record]);
        using (var denied = new DeniedCalls(_ => { }, note, TimeProvider.System))
        {
            for (var i = 0; i < 3; i++) denied.Count("vera", "/engine.v1.Control/Halt", StatusCode.PermissionDenied);
        }
        Assert.Equal(3, (await bench.UntilAsync(status => status.DeniedCalls > 0)).DeniedCalls);
        using var read = bench.Journal.ReadEvents(new Wire.ReadEventsRequest { Kinds = { "DeniedCallsCounted" } });
        var record = Assert.Single(Assert.Single(await read.ResponseStream.ReadAllAsync()
            .Where(batch => batch.Events.Count > 0).ToListAsync()).Events);
        Assert.Equal(
            "Principal=vera Method=Control/Halt Calls=3 WindowMs=10000 Reason=PermissionDenied",
            string.Join(' ', record.Fields.Select(field => $"{field.Name}={field.Value}")));
    }

    [Fact]
    public async Task Health_is_serving_while_the_engine_runs_and_not_from_the_moment_it_stops()
    {
        await using var bench = new ControlBench(restingOrders: 1);
        await bench.UntilTradingAsync();
        var health = new HealthClient(bench.Channel);
        using var watch = health.Watch(new HealthCheckRequest { Service = "engine.v1.Control" });
        await UntilAsync(watch.ResponseStream, HealthCheckResponse.Types.ServingStatus.Serving);

        using var drain = bench.Control.Shutdown(
            new Wire.ShutdownRequest { Head = bench.Head(), Mode = Wire.ShutdownMode.Drain });
        await UntilAsync(watch.ResponseStream, HealthCheckResponse.Types.ServingStatus.NotServing);
        Assert.Equal(
            HealthCheckResponse.Types.ServingStatus.NotServing,
            (await health.CheckAsync(new HealthCheckRequest())).Status);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Reflection_names_the_services_unless_it_is_off(string isOn)
    {
        await using var bench = new ControlBench(settings: [("control.reflection", isOn)]);
        using var call = new ServerReflection.ServerReflectionClient(bench.Channel).ServerReflectionInfo();
        if (isOn == "false")
        {
            await ControlBench.RefusedAsync(StatusCode.Unimplemented, () => call.ResponseStream.MoveNext());
            return;
        }
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext());
        var names = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name);
        Assert.Contains("engine.v1.Control", names);
        await call.RequestStream.CompleteAsync();
    }

    private static async Task UntilAsync(
        IAsyncStreamReader<HealthCheckResponse> stream, HealthCheckResponse.Types.ServingStatus wanted)
    {
        do
        {
            Assert.True(await stream.MoveNext());
        }
        while (stream.Current.Status != wanted);
    }
}
