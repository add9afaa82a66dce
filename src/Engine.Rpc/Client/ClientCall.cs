using System.Diagnostics.CodeAnalysis;
using Engine.Rpc.Protocol;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;

namespace Engine.Rpc.Client;

/// <summary>
/// One outgoing call. Its outcome is decided once, by whoever is first: the response, the caller's token, the deadline,
/// the disposal of call or channel. Everything that the call holds is then given back, once, by whoever holds the
/// response side at that moment (see <see cref="Release"/>).
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Release disposes what needs it; disposing a call means Cancel.")]
internal abstract partial class ClientCall
{
    // A reset by the server's own deadline can arrive a little before this side's timer fires.
    private static readonly TimeSpan DeadlineSlack = TimeSpan.FromMilliseconds(10);

    private readonly IMethod _method;
    private readonly string? _host;
    private readonly CancellationTokenSource _abort = new();
    private readonly bool _hasDeadline;
    private IRequestSide? _requestSide;
    private CallDeadline? _deadline;
    private CancellationTokenRegistration _callerCancels;
    private CallOutcome? _outcome;

    /// <exception cref="InvalidOperationException">The deadline is not in UTC.</exception>
    protected ClientCall(GrpcChannel channel, IMethod method, string? host, in CallOptions options)
    {
        _hasDeadline = CallDeadline.IsGiven(options.Deadline);
        Channel = channel;
        Options = options;
        _method = method;
        _host = host;
        try
        {
            Codec = CallRequest.FindCodec(channel, options.Headers);
        }
        catch (RpcException exception)
        {
            _outcome = CallOutcome.Of(exception.Status, null);
        }
    }

    public GrpcChannel Channel { get; }

    public CallOptions Options { get; }

    /// <summary>How the call ended; null while it is running.</summary>
    public CallOutcome? Outcome => Volatile.Read(ref _outcome);

    /// <summary>Fires when the call has to stop.</summary>
    public CancellationToken AbortToken => _abort.Token;

    /// <summary>Neighbours in <see cref="RunningCalls"/>, which owns them.</summary>
    public ClientCall? NextRunning { get; set; }

    /// <inheritdoc cref="NextRunning"/>
    public ClientCall? PreviousRunning { get; set; }

    /// <summary>Compresses requests; null for none.</summary>
    protected ICompressionProvider? Codec { get; }

    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    public Status GetStatus() => Ended("status").Status;

    /// <summary>Ends the call from this side; nothing if it has ended.</summary>
    public void Cancel(CallOutcome outcome)
    {
        if (TryDecide(outcome))
        {
            _abort.Cancel();
            OnCancelled();
        }
    }

    /// <summary>Whether a token can cancel the call and does not already.</summary>
    public bool NeedsBinding(CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled && cancellationToken != Options.CancellationToken;

    /// <summary>Binds the call to a token for a while.</summary>
    public CancellationTokenRegistration CancelWith(CancellationToken cancellationToken) =>
        NeedsBinding(cancellationToken)
            ? cancellationToken.UnsafeRegister(
                static state => ((ClientCall)state!).Cancel(CallOutcome.CancelledByToken), this)
            : default;

    /// <summary>The exception of a call that did not succeed.</summary>
    public Exception CreateException(CallOutcome outcome)
    {
        var exception = new RpcException(outcome.Status, outcome.Trailers ?? Metadata.Empty);
        bool isCancellation = outcome.IsLocal
            || (outcome.Status.StatusCode == StatusCode.DeadlineExceeded && IsDeadlineNear());
        return isCancellation && Channel.ThrowsOperationCanceled
            ? new OperationCanceledException(outcome.Status.Detail, exception, Options.CancellationToken)
            : exception;
    }

    /// <summary>What a write after the end of the call throws.</summary>
    public Exception CreateWriteException() =>
        Outcome is { IsSuccess: false } failure
            ? CreateException(failure)
            : new InvalidOperationException("The message cannot be written because the call is complete.");

    /// <summary>What a write throws that the transport refused: the outcome, if it is known or about to be.</summary>
    public async ValueTask<Exception> CreateWriteExceptionAsync(Exception cause)
    {
        await WaitForResponseAsync().ConfigureAwait(false);
        if (Outcome is not null)
        {
            return CreateWriteException();
        }

        return cause is OperationCanceledException or ObjectDisposedException
            ? new InvalidOperationException(
                "The message cannot be written because the server takes no more; the status is at the end of the"
                + " responses.",
                cause)
            : new RpcException(TransportFailure.ToStatus(cause, Channel.Address));
    }

    /// <summary>Waits until the transport has said what became of the request.</summary>
    protected abstract Task WaitForResponseAsync();

    /// <summary>After <see cref="Cancel"/>: releases the call if nobody is doing anything with its response.</summary>
    protected virtual void OnCancelled()
    {
    }

    /// <summary>Starts token and deadline. Afterwards the call has to be sent, and to be released at its end.</summary>
    protected void Begin(IRequestSide requestSide)
    {
        _requestSide = requestSide;
        Channel.Running.Add(this);
        if (Options.CancellationToken.CanBeCanceled)
        {
            _callerCancels = Options.CancellationToken.UnsafeRegister(
                static state => ((ClientCall)state!).Cancel(CallOutcome.CancelledByToken), this);
        }

        if (_hasDeadline)
        {
            DateTime at = Options.Deadline!.Value;
            if (at <= DateTime.UtcNow)
            {
                Cancel(CallOutcome.DeadlinePassed);
            }
            else
            {
                _deadline = new CallDeadline(this, at);
            }
        }
    }

    /// <summary>Sends the request; finished when the response headers are here.</summary>
    protected Task<HttpResponseMessage> SendAsync()
    {
        ThrowIfEnded();
        HttpRequestMessage request = CallRequest.Create(Channel, _method, _host, Codec);
        request.Content = _requestSide!.Content;
        request.Content.Headers.TryAddWithoutValidation("Content-Type", GrpcHeaders.ContentType);
        if (Options.Headers is { Count: > 0 } headers)
        {
            CallRequest.Add(request, headers);
        }

        return Channel.Credentials is null && Options.Credentials is null
            ? SendNow(request)
            : SendWithCredentialsAsync(request);
    }

    /// <summary>
    /// The outcome that an exception stands for. A transport that fails after the deadline may be faster than the
    /// timer. An error that the server reports after half a message says more than the half message.
    /// </summary>
    protected CallOutcome OutcomeOf(Exception exception)
    {
        if ((TransportFailure.IsReset(exception) && IsDeadlineNear())
            || (exception is not RpcException && IsDeadlinePast()))
        {
            return CallOutcome.DeadlinePassed;
        }

        return FindErrorInTrailers()
            ?? CallOutcome.Of(TransportFailure.ToStatus(exception, Channel.Address), null);
    }

    /// <summary>Decides the outcome unless that was done before.</summary>
    /// <returns>The outcome that holds.</returns>
    protected CallOutcome Decide(CallOutcome outcome) => TryDecide(outcome) ? outcome : Outcome!;

    protected bool TryDecide(CallOutcome outcome) =>
        Interlocked.CompareExchange(ref _outcome, outcome, null) is null;

    protected void ThrowIfEnded()
    {
        if (Outcome is not null)
        {
            throw new OperationCanceledException("The call has ended before it was sent.");
        }
    }

    /// <summary>
    /// Gives everything back, after the outcome is decided and nobody reads the response any more. Called once.
    /// </summary>
    protected void Release()
    {
        CallOutcome outcome = Outcome!;
        _callerCancels.Unregister();
        _deadline?.Dispose();
        bool isSending = !_requestSide!.IsComplete;
        _requestSide.End();
        if (isSending)
        {
            // Resets the stream; otherwise the server would go on waiting for requests.
            _abort.Cancel();
        }

        ReleaseResponse();
        Channel.Running.Remove(this);
        if (!outcome.IsSuccess)
        {
            ClientLog.CallFailed(
                Channel.Logger, _method.FullName, outcome.Status.StatusCode, outcome.Status.Detail);
        }
    }

    private Task<HttpResponseMessage> SendNow(HttpRequestMessage request)
    {
        if (_hasDeadline)
        {
            TimeSpan left = Options.Deadline!.Value - DateTime.UtcNow;
            request.Headers.TryAddWithoutValidation(GrpcHeaders.Timeout, TimeoutCodec.Encode(left));
        }

        return Channel.SendAsync(request, _abort.Token);
    }

    private async Task<HttpResponseMessage> SendWithCredentialsAsync(HttpRequestMessage request)
    {
        Metadata metadata = await CallIdentity.GetAsync(
            Channel, Options.Credentials, _method, _abort.Token).ConfigureAwait(false);
        CallRequest.Add(request, metadata);
        return await SendNow(request).ConfigureAwait(false);
    }

    private bool IsDeadlineNear() => _hasDeadline && DateTime.UtcNow + DeadlineSlack >= Options.Deadline!.Value;

    private bool IsDeadlinePast() => _hasDeadline && DateTime.UtcNow >= Options.Deadline!.Value;

    private CallOutcome Ended(string what) => Outcome ?? throw new InvalidOperationException(
        $"The {what} of the call to {_method.FullName} can be read only after the end of the call.");
}
