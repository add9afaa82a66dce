using Grpc.Core;

namespace InteropClient;

/// <summary>The checks of the cases.</summary>
internal static class Expect
{
    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new CaseFailedException($"{what} is {actual}, not {expected}");
    }

    /// <summary>The call fails with that status.</summary>
    public static async Task FailsAsync(Func<Task> call, StatusCode code, string? detail = null)
    {
        try
        {
            await call();
        }
        catch (RpcException exception)
        {
            Equal(code, exception.StatusCode, $"the status ({exception.Status.Detail})");
            if (detail is not null) Equal(detail, exception.Status.Detail, "the message of the status");
            return;
        }
        throw new CaseFailedException($"the call succeeded, {code} was expected");
    }

    /// <summary>One more message.</summary>
    public static async Task<T> NextAsync<T>(IAsyncStreamReader<T> stream)
    {
        if (!await stream.MoveNext(CancellationToken.None)) throw new CaseFailedException("the stream ended too early");
        return stream.Current;
    }

    /// <summary>No message more, and status OK.</summary>
    public static async Task EndAsync<T>(IAsyncStreamReader<T> stream)
    {
        if (await stream.MoveNext(CancellationToken.None))
            throw new CaseFailedException("the stream has a message too many");
    }
}
