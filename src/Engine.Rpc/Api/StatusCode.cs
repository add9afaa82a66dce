namespace Grpc.Core;

/// <summary>
/// Outcome of a call. The numbers are those of the wire (header <c>grpc-status</c>) and are the same in every language.
/// </summary>
public enum StatusCode
{
    /// <summary>The call succeeded.</summary>
    OK = 0,

    /// <summary>The call was cancelled, usually by its caller.</summary>
    Cancelled = 1,

    /// <summary>A failure that carries no better code, such as an unhandled exception of a handler.</summary>
    Unknown = 2,

    /// <summary>The request is wrong, whatever the state of the server.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call ended. The server may have done its work all the same.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>What was to be created exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A limit, a quota or space is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The server's state forbids it; repeating it does not help until somebody changes that state.</summary>
    FailedPrecondition = 9,

    /// <summary>A conflict with something concurrent; the whole sequence of calls may be tried again.</summary>
    Aborted = 10,

    /// <summary>Past the valid range, where the range may grow.</summary>
    OutOfRange = 11,

    /// <summary>The server does not have this method.</summary>
    Unimplemented = 12,

    /// <summary>A broken invariant of the protocol or of the server.</summary>
    Internal = 13,

    /// <summary>The server cannot be reached or is stopping; a later try may succeed.</summary>
    Unavailable = 14,

    /// <summary>Data are lost or damaged for good.</summary>
    DataLoss = 15,

    /// <summary>The caller did not say who it is, or not convincingly.</summary>
    Unauthenticated = 16,
}
