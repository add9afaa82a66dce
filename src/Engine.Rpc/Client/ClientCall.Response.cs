using Engine.Rpc.Protocol;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Engine.Rpc.Client;

/// <summary>
/// The response of a call: headers for whoever asks, messages for the reader, the outcome from the trailers.
/// </summary>
internal abstract partial class ClientCall
{
    // Guarded by locking _abort, which nobody else knows.
    private HttpResponseMessage? _response;
    private TaskCompletionSource<Metadata>? _headers;
    private Metadata? _trailers;
    private bool _isTrailersOnly;
    private bool _isReleased;

    /// <summary>Metadata at the start of the response.</summary>
    public Task<Metadata> ResponseHeadersAsync
    {
        get
        {
            lock (_abort)
            {
                if (_headers is null)
                {
                    _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    CompleteHeaders();
                }

                return _headers.Task;
            }
        }
    }

    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    public Metadata GetTrailers()
    {
        CallOutcome outcome = Ended("trailers");
        if (outcome.Trailers is not null || !outcome.IsSuccess)
        {
            return outcome.Trailers ?? Metadata.Empty;
        }

        lock (_abort)
        {
            return _trailers ??= ReadTrailers();
        }
    }

    /// <summary>Takes note of the response.</summary>
    /// <returns>The outcome, if the headers are also the end; null if a body follows.</returns>
    protected CallOutcome? Accept(HttpResponseMessage response)
    {
        bool isTrailersOnly = ResponseHeaders.TryReadStatus(response.Headers, out Status status);
        lock (_abort)
        {
            _response = response;
            _isTrailersOnly = isTrailersOnly;
            CompleteHeaders();
        }

        return isTrailersOnly ? OutcomeOf(status) : ResponseHeaders.FindRefusal(response);
    }

    /// <summary>A reader of the messages of the response.</summary>
    /// <exception cref="RpcException">UNIMPLEMENTED: they are compressed with an unknown codec.</exception>
    protected async ValueTask<ResponseBody> OpenBodyAsync(int bufferBytes)
    {
        Stream stream = await _response!.Content.ReadAsStreamAsync(_abort.Token).ConfigureAwait(false);
        return new ResponseBody(stream, bufferBytes);
    }

    /// <inheritdoc cref="OpenBodyAsync"/>
    protected MessageReader CreateReader(ResponseBody body)
    {
        string? encoding = ResponseHeaders.Find(_response!.Headers, GrpcHeaders.Encoding);
        ICompressionProvider? codec = null;
        if (!Codecs.IsIdentity(encoding))
        {
            codec = Channel.Codecs.Find(encoding!) ?? throw new RpcException(new Status(
                StatusCode.Unimplemented,
                $"The server compresses with '{encoding}'; this client takes {Channel.Codecs.AcceptHeader}."));
        }

        return new MessageReader(body, codec, Channel.MaxReceiveMessageSize);
    }

    /// <summary>The outcome in the trailers. Only after the body was read to its end: before, there are none.</summary>
    protected CallOutcome ReadOutcome() =>
        ResponseHeaders.TryReadStatus(_response!.TrailingHeaders, out Status status)
            ? OutcomeOf(status)
            : CallOutcome.Of(
                new Status(StatusCode.Unknown, "The response ended without a status (grpc-status)."), null);

    /// <summary>The error in the trailers, if any. Before the body was read to its end there are none.</summary>
    private CallOutcome? FindErrorInTrailers()
    {
        if (_response is null
            || !ResponseHeaders.TryReadStatus(_response.TrailingHeaders, out Status status)
            || status.StatusCode == StatusCode.OK)
        {
            return null;
        }

        try
        {
            return CallOutcome.Of(status, ReadTrailers());
        }
        catch (RpcException)
        {
            // Trailers that cannot be decoded: what the caller is about to report is this, or came before it.
            return null;
        }
    }

    private void ReleaseResponse()
    {
        lock (_abort)
        {
            _isReleased = true;
            CompleteHeaders();
        }

        // A response that was not read to its end is reset by this.
        _response?.Dispose();
    }

    private CallOutcome OutcomeOf(Status status) =>
        status.StatusCode == StatusCode.OK
            ? status.Detail.Length == 0 ? CallOutcome.Success : CallOutcome.Of(status, null)
            : CallOutcome.Of(status, ReadTrailers());

    private Metadata ReadTrailers()
    {
        if (_response is null)
        {
            return Metadata.Empty;
        }

        return _isTrailersOnly ? ReadHeaders() : ResponseHeaders.ToMetadata(_response.TrailingHeaders, null);
    }

    private Metadata ReadHeaders() => ResponseHeaders.ToMetadata(_response!.Headers, _response.Content.Headers);

    /// <summary>Completes the headers if somebody asked for them and it is known what becomes of them.</summary>
    private void CompleteHeaders()
    {
        if (_headers is null || _headers.Task.IsCompleted)
        {
            return;
        }

        if (_response is not null)
        {
            try
            {
                _headers.SetResult(ReadHeaders());
            }
            catch (RpcException exception)
            {
                // A header that cannot be decoded: the fault of whoever asks for the headers, not of the call.
                _headers.SetException(exception);
            }
        }
        else if (_isReleased)
        {
            _headers.SetException(CreateException(Outcome!));
        }

        // Whoever asked for the headers need not wait for them.
        _ = _headers.Task.Exception;
    }
}
