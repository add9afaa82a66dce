using Engine.Rpc.Protocol;
using Grpc.Core;

namespace Engine.Rpc.Client;

/// <summary>Reads the messages of a server-streaming or duplex call.</summary>
internal sealed class ResponseStream<T> : IAsyncStreamReader<T>
    where T : class
{
    private readonly IStreamingCall _call;
    private readonly Marshaller<T> _marshaller;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MessageReader? _reader;
    private ResponseBody? _body;
    private T? _current;
    private int _isMoving;

    // Guards the body. Whoever opens the response has it first.
    private Turn _turn = Turn.TakenAtFirst();

    public ResponseStream(IStreamingCall call, Marshaller<T> marshaller)
    {
        _call = call;
        _marshaller = marshaller;
    }

    /// <summary>Done when it is known whether messages can come.</summary>
    public Task Opened => _opened.Task;

    public T Current => _current ?? throw new InvalidOperationException(
        "There is no current message: MoveNext has to return true first.");

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isMoving, 1) != 0)
        {
            return Task.FromException<bool>(new InvalidOperationException(
                "The next message cannot be read because the previous MoveNext has not finished."));
        }

        if (!_opened.Task.IsCompleted || _call.NeedsBinding(cancellationToken))
        {
            return MoveNextSlowAsync(cancellationToken);
        }

        ValueTask<bool> next = ReadNextAsync();
        if (next.IsCompletedSuccessfully)
        {
            // Messages that are already here cost no task: both results are cached by the runtime.
            bool isThere = next.Result;
            Volatile.Write(ref _isMoving, 0);
            return Task.FromResult(isThere);
        }

        return FinishAsync(next);
    }

    /// <summary>The response is here; null if it has no body. Ends the turn of the opener.</summary>
    public void Open(ResponseBody? body, MessageReader? reader)
    {
        _body = body;
        _reader = reader;
        GiveBack();
        _opened.SetResult();
    }

    /// <summary>The call has ended: releases it unless somebody is reading, who will then do it.</summary>
    public void CloseIfIdle()
    {
        if (_turn.TryClose())
        {
            _body?.Complete();
            _call.ReleaseNow();
        }
    }

    private async Task<bool> MoveNextSlowAsync(CancellationToken cancellationToken)
    {
        CancellationTokenRegistration cancels = _call.CancelWith(cancellationToken);
        try
        {
            await _opened.Task.ConfigureAwait(false);
            return await ReadNextAsync().ConfigureAwait(false);
        }
        finally
        {
            cancels.Unregister();
            Volatile.Write(ref _isMoving, 0);
        }
    }

    private async Task<bool> FinishAsync(ValueTask<bool> next)
    {
        try
        {
            return await next.ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _isMoving, 0);
        }
    }

    private async ValueTask<bool> ReadNextAsync()
    {
        if (_call.Outcome is null && _turn.TryTake())
        {
            T? message = null;
            try
            {
                message = await _reader!.ReadAsync(_marshaller, _call.AbortToken).ConfigureAwait(false);
                if (message is null)
                {
                    _call.EndOfMessages();
                }
            }
            catch (Exception exception)
            {
                _call.EndWith(exception);
            }

            GiveBack();
            if (_call.Outcome is null)
            {
                _current = message;
                return true;
            }
        }

        _current = null;
        return _call.Outcome!.IsSuccess ? false : throw _call.CreateException(_call.Outcome);
    }

    private void GiveBack()
    {
        _turn.GiveBack();
        if (_call.Outcome is not null)
        {
            CloseIfIdle();
        }
    }
}
