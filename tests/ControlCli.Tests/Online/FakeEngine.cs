using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Engine.Rpc.Hosting;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Tests.Online;

/// <summary>A server that speaks as the engine does and answers as a test tells it.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeEngine(Action<KestrelServerOptions>? listen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddRpcServer();
        builder.Services.AddSingleton(this);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(listen ?? (kestrel =>
            kestrel.ListenRpc(new IPEndPoint(IPAddress.Loopback, 0))));
        _app = builder.Build();
        _app.MapGrpcService<FakeControl>();
        _app.MapGrpcService<FakeStatus>();
        _app.MapGrpcService<FakeJournal>();
    }

    public string Address => _app.Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public V1.EngineStatus Status { get; set; } = Pictures.Running();

    /// <summary>What GetStatus answers first, one after the other; then <see cref="Status"/>.</summary>
    public ConcurrentQueue<V1.EngineStatus> Next { get; } = new();

    /// <summary>What WatchStatus sends, one after the other; completed, the stream ends.</summary>
    public Channel<V1.EngineStatus> Watched { get; } = Channel.CreateUnbounded<V1.EngineStatus>();

    public V1.OrderList Orders { get; set; } = new();

    public V1.PositionList Positions { get; set; } = new();

    public V1.LimitList Limits { get; set; } = new();

    public V1.ApprovalList Approvals { get; set; } = new();

    public V1.ReconciliationReport Reconciliation { get; set; } = new();

    public V1.Ladder Ladder { get; set; } = new();

    public V1.LimitsPlan Plan { get; set; } = new();

    public V1.CommandReply Reply { get; set; } = new() { Sequence = 42, CodeName = "Applied" };

    public List<V1.EngineEvent> Events { get; } = [];

    /// <summary>What a reader of events is told after so many of them; used up when it was.</summary>
    public Queue<(int After, RpcException Failure)> Breaks { get; } = new();

    public List<V1.ShutdownProgress> Steps { get; } = [];

    /// <summary>After the steps of a shutdown: nothing more comes, for ever.</summary>
    public bool HangsInShutdown { get; set; }

    /// <summary>Every command and every question with parameters, in the order of arrival.</summary>
    public ConcurrentQueue<IMessage> Requests { get; } = new();

    /// <summary>Answers every command instead of <see cref="Reply"/>.</summary>
    public RpcException? Failure { get; set; }

    /// <summary>Without it nobody is let in.</summary>
    public string? Token { get; set; }

    public T Single<T>() => Requests.OfType<T>().Single();

    public static async Task<FakeEngine> StartAsync(Action<KestrelServerOptions>? listen = null)
    {
        var engine = new FakeEngine(listen);
        await engine._app.StartAsync();
        return engine;
    }

    public void Admit(ServerCallContext context)
    {
        if (Token is null || context.RequestHeaders.GetValue("authorization") == "Bearer " + Token) return;
        throw new RpcException(new Status(StatusCode.Unauthenticated, "no such token"));
    }

    public static RpcException Refusal(StatusCode code, string name, string text) =>
        new(new Status(code, text), new Metadata { { "engine-code", "-5" }, { "engine-code-name", name } });

    public async ValueTask DisposeAsync()
    {
        Watched.Writer.TryComplete();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
