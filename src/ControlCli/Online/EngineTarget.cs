using Engine.Rpc.Hosting;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Online;

/// <summary>Which engine is meant, and with what to show who one is.</summary>
internal sealed record EngineTarget
{
    public const string DefaultAddress = "http://127.0.0.1:5051";
    public const string DefaultHttp = "http://127.0.0.1:5052";

    /// <summary><c>http://HOST:PORT</c>, <c>https://HOST:PORT</c> or <c>unix:/PATH</c>.</summary>
    public required string Address { get; init; }

    /// <summary>How it was found, for people: <c>--endpoint</c>, <c>context paper</c>, <c>default</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>Where it tells its health; null if that is not known.</summary>
    public string? Http { get; init; }

    /// <summary>Of the engine, as endpoints.json says; 0 if it was found otherwise.</summary>
    public int ProcessId { get; init; }

    public string? Token { get; init; }

    public RpcTls? Tls { get; init; }

    /// <summary>The account that it should be; null if anything is right.</summary>
    public string? Account { get; init; }

    /// <summary>The mode that it should be in; unspecified if any is right.</summary>
    public V1.Mode Mode { get; init; }

    /// <summary>On this machine: who refuses a connection there is not running.</summary>
    public bool IsLocal => Address.StartsWith("unix:", StringComparison.Ordinal)
        || (Uri.TryCreate(Address, UriKind.Absolute, out var uri) && uri.IsLoopback);
}
