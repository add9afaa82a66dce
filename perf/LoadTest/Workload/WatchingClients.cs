using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Contract = Engine.Rpc.Contracts.V1;

namespace LoadTest.Workload;

/// <summary>
/// Readers of an engine in a process of their own: watchers of status and orders in turn, tails of all events, and
/// clients that open a stream and never read. Says <c>ready</c> when every reader has its first message, and with the
/// end of its input how much they read.
/// </summary>
internal static class WatchingClients
{
    public const string Verb = "watch-clients";

    private const int StreamsPerConnection = 50;
    private const int IntervalMs = 500;

    public static bool Run(LoadOptions options)
    {
        var address = options.Text("address") ?? throw new InvalidOperationException("--address is missing.");
        var (watchers, tails, mute) = (Count("watchers"), Count("tails"), Count("mute"));
        var content = options.Text("content") == "record"
            ? Contract.EventContent.Record
            : Contract.EventContent.Unspecified;
        options.RefuseUnknown();
        return RunAsync(address, watchers, tails, mute, content).GetAwaiter().GetResult();

        int Count(string name) => int.Parse(options.Text(name) ?? "0", CultureInfo.InvariantCulture);
    }

    private static async Task<bool> RunAsync(
        string address, int watchers, int tails, int mute, Contract.EventContent content)
    {
        using var stop = new CancellationTokenSource();
        var channels = new List<GrpcChannel>();
        var readers = new List<Reader>();
        for (var i = 0; i < watchers; i++)
        {
            var status = new Contract.Status.StatusClient(ChannelFor(i));
            if (i % 2 == 0) Add(status.WatchStatus(new Contract.WatchStatusRequest { IntervalMs = IntervalMs }));
            else Add(status.WatchOrders(new Contract.WatchOrdersRequest { IntervalMs = IntervalMs }));
        }
        for (var i = 0; i < tails; i++)
            Add(new Contract.Journal.JournalClient(NewChannel()).ReadEvents(new Contract.ReadEventsRequest
            {
                FromSequence = -1,
                Follow = true,
                Content = content,
            }));
        var unread = new List<IDisposable>();
        for (var i = 0; i < mute; i++)
        {
            var channel = NewChannel();
            unread.Add(i % 2 == 0
                ? new Contract.Status.StatusClient(channel).WatchStatus(
                    new Contract.WatchStatusRequest { IntervalMs = 100 })
                : new Contract.Journal.JournalClient(channel).ReadEvents(new Contract.ReadEventsRequest
                {
                    FromSequence = -1,
                    Follow = true,
                    Content = content,
                }));
        }

        var running = readers.Select(reader => reader.RunAsync(stop.Token)).ToList();
        await Task.WhenAll(readers.Select(reader => reader.First)).ConfigureAwait(false);
        Console.Out.WriteLine("ready");
        await Console.In.ReadToEndAsync().ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(false);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{readers.Sum(r => r.Messages)} {readers.Count(r => r.EndedWith != StatusCode.OK)}"));
        foreach (var call in unread) call.Dispose();
        foreach (var channel in channels) channel.Dispose();
        return true;

        GrpcChannel NewChannel()
        {
            channels.Add(GrpcChannel.ForAddress(address));
            return channels[^1];
        }

        GrpcChannel ChannelFor(int watcher) =>
            watcher % StreamsPerConnection == 0 ? NewChannel() : channels[watcher / StreamsPerConnection];

        void Add<T>(AsyncServerStreamingCall<T> call) where T : class => readers.Add(new Reader<T>(call));
    }

    private abstract class Reader
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>It has read something, or is over.</summary>
        public Task First => _first.Task;

        public long Messages { get; private set; }

        /// <summary>OK if it went on until it was told to end.</summary>
        public StatusCode EndedWith { get; private set; } = StatusCode.OK;

        public async Task RunAsync(CancellationToken stop)
        {
            try
            {
                while (await MoveNextAsync(stop).ConfigureAwait(false))
                {
                    Messages++;
                    _first.TrySetResult();
                }
            }
            catch (RpcException ended)
            {
                if (!stop.IsCancellationRequested) EndedWith = ended.StatusCode; // Reported: a tail may fall behind.
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Told to end.
            }
            _first.TrySetResult();
        }

        protected abstract Task<bool> MoveNextAsync(CancellationToken stop);
    }

    private sealed class Reader<T>(AsyncServerStreamingCall<T> call) : Reader where T : class
    {
        protected override Task<bool> MoveNextAsync(CancellationToken stop) => call.ResponseStream.MoveNext(stop);
    }
}
