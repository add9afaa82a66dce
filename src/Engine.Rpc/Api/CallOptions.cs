namespace Grpc.Core;

/// <summary>What a caller decides per call. A value: the <c>With</c> methods return a changed copy.</summary>
public struct CallOptions
{
    /// <param name="headers">Metadata to send at the start.</param>
    /// <param name="deadline">When to give up, in UTC. Null: never.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="writeOptions">How requests are sent.</param>
    /// <param name="propagationToken">Not supported; see <see cref="ContextPropagationOptions"/>.</param>
    /// <param name="credentials">Who calls, if it differs from the channel's.</param>
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null,
        ContextPropagationToken? propagationToken = null,
        CallCredentials? credentials = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
        PropagationToken = propagationToken;
        Credentials = credentials;
    }

    /// <summary>Metadata to send at the start.</summary>
    public Metadata? Headers { get; private set; }

    /// <summary>When to give up, in UTC. Null: never.</summary>
    public DateTime? Deadline { get; private set; }

    /// <summary>Cancels the call.</summary>
    public CancellationToken CancellationToken { get; private set; }

    /// <summary>How requests are sent.</summary>
    public WriteOptions? WriteOptions { get; private set; }

    /// <summary>Not supported; see <see cref="ContextPropagationOptions"/>.</summary>
    public ContextPropagationToken? PropagationToken { get; private set; }

    /// <summary>Who calls, if it differs from the channel's credentials.</summary>
    public CallCredentials? Credentials { get; private set; }

    /// <summary>A copy with other headers.</summary>
    public readonly CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>A copy with another deadline.</summary>
    public readonly CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>A copy with another token.</summary>
    public readonly CallOptions WithCancellationToken(CancellationToken cancellationToken) =>
        this with { CancellationToken = cancellationToken };

    /// <summary>A copy with other write options.</summary>
    public readonly CallOptions WithWriteOptions(WriteOptions writeOptions) =>
        this with { WriteOptions = writeOptions };

    /// <summary>A copy with another propagation token.</summary>
    public readonly CallOptions WithPropagationToken(ContextPropagationToken propagationToken) =>
        this with { PropagationToken = propagationToken };

    /// <summary>A copy with other credentials.</summary>
    public readonly CallOptions WithCredentials(CallCredentials credentials) =>
        this with { Credentials = credentials };
}
