using System.Globalization;
using Engine.Core;
using Engine.Core.Journal;
using Engine.Grpc.Tails;
using Grpc.Core;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>The journal of the running engine, up to the durable sequence, read from its files.</summary>
[BindServiceMethod(typeof(JournalBinding), nameof(JournalBinding.Bind))]
internal sealed class JournalService(
    TradingEngine engine, EngineSetup setup, ScopeNames names, TailLimits limits, TailServer tails)
{
    private const long FromNow = -1;

    private int _readers;

    public Task<Wire.JournalDescription> Describe(Wire.DescribeRequest request, ServerCallContext context) =>
        Reading(() =>
        {
            var extent = JournalExtent.Of(Storage());
            return Task.FromResult(new Wire.JournalDescription
            {
                FirstSequence = extent.FirstSequence,
                DurableSequence = engine.DurableSequence,
                RunEpoch = engine.RunEpoch,
                Segments = extent.Segments,
                Bytes = extent.Bytes,
            });
        });

    public async Task ReadEvents(
        Wire.ReadEventsRequest request, IServerStreamWriter<EncodedBatch> responseStream, ServerCallContext context)
    {
        if (request.Limit < 0) throw Refusal.Invalid("limit", "give 0 for no end, or a number of events");
        if (request.Content is not (Wire.EventContent.Unspecified or Wire.EventContent.Record))
            throw Refusal.Invalid("content", "give nothing for everything, or EVENT_CONTENT_RECORD");
        var filter = EventFilter.Of(request, names);
        if (Interlocked.Increment(ref _readers) > limits.ReadersMax)
        {
            Interlocked.Decrement(ref _readers);
            throw new RpcException(new Status(StatusCode.ResourceExhausted,
                $"{limits.ReadersMax} clients read the journal already (control.journalReaders); try again later."));
        }
        try
        {
            await Reading(async () =>
            {
                var tail = new TailRequest(
                    FirstOf(request.FromSequence), request.Limit, request.Follow, filter, request.Content,
                    responseStream);
                await tails.RunAsync(tail, context.CancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _readers);
        }
    }

    private static async Task<T> Reading<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (JournalRecycledException exception)
        {
            throw OutOfRange(exception.Message);
        }
        catch (Exception exception) when (exception is JournalCorruptException or JournalReadException)
        {
            throw Refusal.OfJournal(exception.Message);
        }
    }

    private DiskStorage Storage() => new(setup.Options.JournalDirectory);

    private long FirstOf(long wanted)
    {
        var durable = engine.DurableSequence;
        if (wanted == FromNow) return durable + 1;

        var kept = JournalExtent.Of(Storage()).FirstSequence;
        if (wanted == 0) return kept;
        if (wanted < kept)
            throw OutOfRange($"The first record that is kept has sequence {Text(kept)}; ask from there, or with 0.");
        return wanted <= durable + 1
            ? wanted
            : throw OutOfRange($"The last durable record has sequence {Text(durable)}; ask from at most the next.");
    }

    private static string Text(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    private static RpcException OutOfRange(string text) => new(new Status(StatusCode.OutOfRange, text));
}
