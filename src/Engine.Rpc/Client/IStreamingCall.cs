namespace Engine.Rpc.Client;

/// <summary>What a stream of responses needs of its call.</summary>
internal interface IStreamingCall
{
    /// <inheritdoc cref="ClientCall.Outcome"/>
    CallOutcome? Outcome { get; }

    /// <inheritdoc cref="ClientCall.AbortToken"/>
    CancellationToken AbortToken { get; }

    /// <inheritdoc cref="ClientCall.NeedsBinding"/>
    bool NeedsBinding(CancellationToken cancellationToken);

    /// <inheritdoc cref="ClientCall.CancelWith"/>
    CancellationTokenRegistration CancelWith(CancellationToken cancellationToken);

    /// <inheritdoc cref="ClientCall.CreateException"/>
    Exception CreateException(CallOutcome outcome);

    /// <summary>The body is read to its end: the trailers decide.</summary>
    void EndOfMessages();

    /// <summary>Reading failed.</summary>
    void EndWith(Exception exception);

    /// <summary>Nobody reads any more, and the outcome is decided.</summary>
    void ReleaseNow();
}
