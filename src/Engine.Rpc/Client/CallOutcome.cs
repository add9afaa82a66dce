using Grpc.Core;

namespace Engine.Rpc.Client;

/// <summary>How a call ended. Decided once.</summary>
internal sealed class CallOutcome
{
    public static readonly CallOutcome Success = new(Status.DefaultSuccess, null);

    public static readonly CallOutcome CancelledByToken =
        Local(StatusCode.Cancelled, "The call was cancelled by its caller.");

    public static readonly CallOutcome Disposed =
        Local(StatusCode.Cancelled, "The call was disposed before its end.");

    public static readonly CallOutcome ChannelDisposed =
        Local(StatusCode.Cancelled, "The channel was disposed before the end of the call.");

    public static readonly CallOutcome DeadlinePassed =
        Local(StatusCode.DeadlineExceeded, "The deadline of the call has passed.");

    private CallOutcome(Status status, Metadata? trailers, bool isLocal = false)
    {
        Status = status;
        Trailers = trailers;
        IsLocal = isLocal;
    }

    public Status Status { get; }

    /// <summary>Metadata of the end. Null: none, or, for a success, still to be read from the response.</summary>
    public Metadata? Trailers { get; }

    /// <summary>Whether this side ended the call, by its token, its deadline or its disposal.</summary>
    public bool IsLocal { get; }

    public bool IsSuccess => Status.StatusCode == StatusCode.OK;

    /// <summary>The end that the server reported.</summary>
    public static CallOutcome Of(Status status, Metadata? trailers) => new(status, trailers);

    private static CallOutcome Local(StatusCode code, string detail) =>
        new(new Status(code, detail), null, isLocal: true);
}
