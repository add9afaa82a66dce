using System.Collections.Concurrent;
using Engine.Rpc.Tests.Protos;
using Google.Protobuf;
using Grpc.Core;

namespace Engine.Rpc.Tests.Stress;

/// <summary>Makes one call after the other, of a kind that chance decides, and looks at what comes back.</summary>
internal sealed class StressCaller
{
    private const int FailuresKeptMax = 20;

    private readonly Probe.ProbeClient[] _clients;
    private readonly (string Name, Func<Probe.ProbeClient, Random, Task> Call)[] _kinds;
    private readonly int[] _done;
    private readonly ConcurrentQueue<string> _failures = new();

    /// <param name="clients">One per connection; workers share them evenly.</param>
    public StressCaller(Probe.ProbeClient[] clients)
    {
        _clients = clients;
        _kinds =
        [
            ("unary", UnaryAsync),
            ("flood left", FloodAsync),
            ("ping-pong cancelled", PingPongAsync),
            ("client stream ended by the server", ClientStreamAsync),
            ("deadline", DeadlineAsync),
            ("error with trailers", ErrorAsync),
            ("unary cancelled", CancelledAsync),
        ];
        _done = new int[_kinds.Length];
    }

    /// <summary>What must not have happened.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    public bool HasSeenEveryKind => _done.All(count => count > 0);

    public string Summary() => string.Join(", ", _kinds.Select((kind, i) => $"{kind.Name} {_done[i]}"));

    public async Task CallAsync(int worker, Random random)
    {
        int kind = random.Next(_kinds.Length);
        try
        {
            await _kinds[kind].Call(_clients[worker % _clients.Length], random).WaitAsync(Patience.Limit);
            Interlocked.Increment(ref _done[kind]);
        }
        catch (Exception exception)
        {
            // Collected with the kind of the call; the test fails with all of them.
            Check(false, $"{_kinds[kind].Name}: {exception}");
        }
    }

    private async Task UnaryAsync(Probe.ProbeClient client, Random random)
    {
        ProbeRequest request = Request(random);
        ProbeReply reply = await client.UnaryAsync(request);
        Check(reply.Payload == request.Payload, "unary: wrong payload");
    }

    private async Task FloodAsync(Probe.ProbeClient client, Random random)
    {
        ProbeRequest request = Request(random);
        using AsyncServerStreamingCall<ProbeReply> call = client.ServerStream(request);
        int count = random.Next(20);
        for (int i = 0; i < count; i++)
        {
            Check(await call.ResponseStream.MoveNext(), "flood: ended");
            ProbeReply reply = call.ResponseStream.Current;
            Check(reply.Index == i && reply.Payload == request.Payload, "flood: wrong payload");
        }
    }

    private async Task PingPongAsync(Probe.ProbeClient client, Random random)
    {
        using var cancel = new CancellationTokenSource();
        using AsyncDuplexStreamingCall<ProbeRequest, ProbeReply> call =
            client.Duplex(cancellationToken: cancel.Token);
        int count = random.Next(10);
        for (int i = 0; i < count; i++)
        {
            ProbeRequest request = Request(random);
            await call.RequestStream.WriteAsync(request);
            Check(await call.ResponseStream.MoveNext(), "ping-pong: ended");
            Check(call.ResponseStream.Current.Payload == request.Payload, "ping-pong: wrong payload");
        }

        await cancel.CancelAsync();
        StatusCode code = await CodeAsync(async () => await call.ResponseStream.MoveNext());
        Check(code == StatusCode.Cancelled, $"ping-pong: {code}");
    }

    private async Task ClientStreamAsync(Probe.ProbeClient client, Random random)
    {
        using AsyncClientStreamingCall<ProbeRequest, ProbeReply> call = client.ClientStream();
        try
        {
            for (int i = 0; i < 3 * StressHandlers.EarlyEnd; i++)
            {
                await call.RequestStream.WriteAsync(Request(random));
            }
        }
        catch (Exception exception) when (
            exception is RpcException or InvalidOperationException or OperationCanceledException or IOException)
        {
            // The server has what it wants and has ended the call.
        }

        ProbeReply reply = await call.ResponseAsync;
        Check(reply.Index == StressHandlers.EarlyEnd, $"client stream: {reply.Index} requests");
    }

    private async Task DeadlineAsync(Probe.ProbeClient client, Random random)
    {
        ProbeRequest request = Request(random, StressHandlers.Wait);
        DateTime deadline = DateTime.UtcNow.AddMilliseconds(random.Next(1, 21));
        StatusCode code = await CodeAsync(async () => await client.UnaryAsync(request, deadline: deadline));
        Check(code == StatusCode.DeadlineExceeded, $"deadline: {code}");
    }

    private async Task ErrorAsync(Probe.ProbeClient client, Random random)
    {
        ProbeRequest request = Request(random, StressHandlers.Fail);
        try
        {
            await client.UnaryAsync(request);
            Check(false, "error: none");
        }
        catch (RpcException exception)
        {
            Check(exception.StatusCode == StatusCode.FailedPrecondition, $"error: {exception.Status}");
            Check(
                exception.Trailers.GetValue(StressHandlers.Trailer) == $"{request.Payload.Length}",
                "error: wrong trailers");
        }
    }

    private async Task CancelledAsync(Probe.ProbeClient client, Random random)
    {
        using var cancel = new CancellationTokenSource();
        ProbeRequest request = Request(random, StressHandlers.Wait);
        using AsyncUnaryCall<ProbeReply> call = client.UnaryAsync(request, cancellationToken: cancel.Token);
        if (random.Next(2) == 0)
        {
            await Task.Yield();
        }

        await cancel.CancelAsync();
        StatusCode code = await CodeAsync(() => call.ResponseAsync);
        Check(code == StatusCode.Cancelled, $"cancelled: {code}");
    }

    private static async Task<StatusCode> CodeAsync(Func<Task> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }

    private static ProbeRequest Request(Random random, string behaviour = "")
    {
        byte[] payload = new byte[random.Next(4) == 0 ? random.Next(40_000) : random.Next(200)];
        random.NextBytes(payload);
        return new ProbeRequest { Payload = UnsafeByteOperations.UnsafeWrap(payload), Behaviour = behaviour };
    }

    private void Check(bool isRight, string failure)
    {
        if (!isRight && _failures.Count < FailuresKeptMax)
        {
            _failures.Enqueue(failure);
        }
    }
}
