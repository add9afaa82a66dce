using System.Text.Json.Serialization;

namespace ControlCli.Contexts;

/// <summary>An engine by a name: where it is, whose it should be, and with what to show who one is.</summary>
internal sealed record EngineContext
{
    /// <summary><c>http://HOST:PORT</c>, <c>https://HOST:PORT</c> or <c>unix:/PATH</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Another account behind the endpoint is refused.</summary>
    public string? Account { get; init; }

    /// <summary><c>backtest</c>, <c>paper</c> or <c>live</c>; another mode behind the endpoint is refused.</summary>
    public string? Mode { get; init; }

    /// <summary>File of the token; the token itself is never kept here.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Authorities that the engine's certificate is checked against.</summary>
    public string? Authorities { get; init; }

    public string? Certificate { get; init; }

    public string? Key { get; init; }

    /// <summary>Where the engine tells its health.</summary>
    public string? Http { get; init; }

    [JsonIgnore]
    public bool IsLive => string.Equals(Mode, "live", StringComparison.OrdinalIgnoreCase);
}
