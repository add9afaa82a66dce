using System.Diagnostics;

namespace Grpc.Core;

/// <summary>Outcome of a call: a code and a text for people.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public struct Status
{
    private readonly string? _detail;

    /// <summary>Success without text.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary>Cancelled without text.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    /// <param name="statusCode">The code.</param>
    /// <param name="detail">Text for people. Null is read as empty.</param>
    public Status(StatusCode statusCode, string detail) : this(statusCode, detail, null)
    {
    }

    /// <param name="statusCode">The code.</param>
    /// <param name="detail">Text for people. Null is read as empty.</param>
    /// <param name="debugException">What caused it on this side. Never sent to the peer.</param>
    public Status(StatusCode statusCode, string detail, Exception? debugException)
    {
        StatusCode = statusCode;
        _detail = detail;
        DebugException = debugException;
    }

    /// <summary>The code.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>Text for people.</summary>
    public readonly string Detail => _detail ?? "";

    /// <summary>What caused it on this side, if known; for diagnosis, never for decisions.</summary>
    public Exception? DebugException { get; }

    /// <summary>The code and the text, and the local cause if there is one.</summary>
    public override readonly string ToString() =>
        DebugException is null
            ? $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")"
            : $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\", DebugException=\"{DebugException.Message}\")";
}
