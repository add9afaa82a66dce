using Engine.Rpc.Hosting;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Online;

/// <summary>The connection to one engine. Nothing is sent before the first call.</summary>
internal sealed class EngineLink : IDisposable
{
    private readonly GrpcChannel _channel;
    private V1.EngineStatus? _status;

    public EngineLink(EngineTarget target)
    {
        Target = target;
        _channel = RpcChannels.Create(target.Address, new RpcClientOptions { Tls = target.Tls });
        var invoker = _channel.Intercept(new DefaultDeadlineInterceptor());
        if (target.Token is { } token)
        {
            invoker = invoker.Intercept(metadata =>
            {
                metadata.Add("authorization", "Bearer " + token);
                return metadata;
            });
        }
        Control = new V1.Control.ControlClient(invoker);
        Status = new V1.Status.StatusClient(invoker);
        Journal = new V1.Journal.JournalClient(invoker);
    }

    public EngineTarget Target { get; }

    /// <summary>The engine has told its status on this connection.</summary>
    public bool HasAnswered { get; private set; }

    public V1.Control.ControlClient Control { get; }

    public V1.Status.StatusClient Status { get; }

    public V1.Journal.JournalClient Journal { get; }

    /// <summary>Asks once who is there, and refuses whoever is not meant.</summary>
    /// <exception cref="CliException">The account or the mode is another than the context says.</exception>
    public async Task<V1.EngineStatus> IdentifyAsync(CancellationToken cancel) =>
        _status ??= Check(await Status.GetStatusAsync(new V1.GetStatusRequest(), cancellationToken: cancel));

    /// <summary>The same for a picture that came by itself.</summary>
    public V1.EngineStatus Check(V1.EngineStatus status)
    {
        HasAnswered = true;
        var isOtherAccount = Target.Account is { } account && account != status.Account;
        var isOtherMode = Target.Mode != V1.Mode.Unspecified && Target.Mode != status.Mode;
        if (!isOtherAccount && !isOtherMode) return status;

        throw new CliException(ExitCode.Refused,
            $"The engine at {Target.Address} trades {Describe(status.Account, status.Mode)}, but {Target.Origin} is "
            + $"for {Describe(Target.Account ?? "any account", Target.Mode)}: give the right one, or mend this.");
    }

    public void Dispose() => _channel.Dispose();

    private static string Describe(string account, V1.Mode mode) =>
        mode == V1.Mode.Unspecified ? account : $"{account} in {mode.ToString().ToLowerInvariant()}";
}
