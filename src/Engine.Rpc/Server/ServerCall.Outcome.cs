using System.Globalization;
using System.IO.Pipelines;
using Engine.Rpc.Protocol;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Engine.Rpc.Server;

/// <summary>How a call ends.</summary>
internal sealed partial class ServerCall
{
    private static readonly string[] CodeTexts =
        [.. Enumerable.Range(0, 17).Select(code => code.ToString(CultureInfo.InvariantCulture))];

    private bool _isClientGone;

    /// <summary>What a stream throws when the peer is not there any more.</summary>
    public OperationCanceledException ClientGone(Exception? cause)
    {
        bool isTooLate = _deadline is { HasPassed: true };
        _isClientGone |= !isTooLate;
        string reason = isTooLate ? "Its deadline has passed" : "Its client has cancelled it or is gone";
        return new OperationCanceledException($"{Method} is over. {reason}.", cause);
    }

    /// <summary>
    /// Looks at the result of a flush. A client that has reset the stream shows here first: data are dropped without an
    /// error, and a writer that waited for the token would spin until the thread pool had time to cancel it.
    /// </summary>
    /// <remarks>
    /// A flush that was cancelled says little: the transport keeps a wake-up that came after the flush that it was for,
    /// and gives it to the next one, whose message is on its way all the same.
    /// </remarks>
    public void ThrowIfGone(FlushResult result)
    {
        if (result.IsCompleted)
        {
            throw ClientGone(null);
        }

        if (result.IsCanceled)
        {
            ThrowIfTooLate();
        }
    }

    /// <summary>
    /// The deadline ends one wait for the client. A handler that goes on regardless must not wait a second time.
    /// </summary>
    public void ThrowIfTooLate()
    {
        if (_deadline is { HasPassed: true })
        {
            throw ClientGone(null);
        }
    }

    /// <summary>What a stream throws when its handler has returned.</summary>
    public Exception AlreadyOver() =>
        Status.StatusCode == StatusCode.OK
            ? new InvalidOperationException($"{Method} is over: its handler has returned.")
            : new RpcException(Status);

    /// <summary>Tells of callbacks that failed when the call was cancelled.</summary>
    public void CancellationFailed(Exception exception) =>
        ServerLog.CancellationFailed(_settings.Log, Method, exception);

    /// <summary>Decides the status for an exception of a handler, or of this layer on its behalf.</summary>
    public void Fail(Exception exception)
    {
        switch (exception)
        {
            case RpcException rpc:
                Status = rpc.Status;
                Merge(rpc.Trailers);
                ServerLog.EndedWithStatus(
                    _settings.Log, Method, rpc.StatusCode, rpc.Status.Detail, rpc.Status.DebugException);
                break;
            case OperationCanceledException when _deadline is { HasPassed: true }:
                ServerLog.DeadlineExceeded(_settings.Log, Method, exception);
                break;
            case OperationCanceledException when _isClientGone || Http.RequestAborted.IsCancellationRequested:
                _isClientGone = true;
                Status = Status.DefaultCancelled;
                ServerLog.ClientGone(_settings.Log, Method, exception);
                break;
            default:
                Status = new Status(StatusCode.Unknown, FaultText(exception));
                ServerLog.HandlerFailed(_settings.Log, Method, exception);
                break;
        }
    }

    /// <summary>Sends status and trailers, unless nobody is there to take them.</summary>
    public void Finish()
    {
        if (_deadline is not null && _deadline.Finish())
        {
            Status = new Status(StatusCode.DeadlineExceeded, "The deadline passed before the handler had finished.");
        }

        if (!_isClientGone)
        {
            SendStatus();
        }
    }

    private void SendStatus()
    {
        // Nothing sent yet: status and trailers go into the only HEADERS frame (Trailers-Only). HasStarted alone does
        // not tell, as it stays false while messages wait in the response.
        IHeaderDictionary target = _isBodyWritten || Http.Response.HasStarted
            ? Trailers()
            : Http.Response.Headers;
        Status status = Status;
        if (_responseTrailers is { Count: > 0 } trailers)
        {
            try
            {
                AddMetadata(target, trailers);
            }
            catch (ArgumentException exception)
            {
                ServerLog.TrailersInvalid(_settings.Log, Method, exception);
                status = new Status(StatusCode.Unknown, FaultText(exception));
            }
        }

        target.GrpcStatus = CodeText(status.StatusCode);
        if (status.Detail.Length > 0)
        {
            target.GrpcMessage = PercentEncoding.Encode(status.Detail);
        }
    }

    private IHeaderDictionary Trailers() =>
        Http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers
        ?? throw new InvalidOperationException("This server cannot send trailers, which gRPC needs.");

    private static string CodeText(StatusCode code) =>
        (uint)code < (uint)CodeTexts.Length
            ? CodeTexts[(int)code]
            : ((int)code).ToString(CultureInfo.InvariantCulture);

    private void Merge(Metadata trailers)
    {
        if (ReferenceEquals(trailers, _responseTrailers))
        {
            return;
        }

        foreach (Metadata.Entry entry in trailers)
        {
            ResponseTrailers.Add(entry);
        }
    }

    private string FaultText(Exception exception) =>
        _settings.TellsDetails
            ? $"Exception was thrown by handler. {exception.GetType().Name}: {exception.Message}"
            : "Exception was thrown by handler.";
}
