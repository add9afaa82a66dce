using Grpc.Core;
using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Tests.Online;

/// <summary>The journal of <see cref="FakeEngine"/>.</summary>
internal sealed class FakeJournal(FakeEngine engine) : V1.Journal.JournalBase
{
    public override async Task ReadEvents(
        V1.ReadEventsRequest request, IServerStreamWriter<V1.EventBatch> responseStream, ServerCallContext context)
    {
        engine.Requests.Enqueue(request);
        var (after, failure) = engine.Breaks.Count > 0 ? engine.Breaks.Dequeue() : (int.MaxValue, null);
        var sent = 0;
        foreach (var record in engine.Events)
        {
            if (record.Sequence < request.FromSequence) continue;
            if (request.Kinds.Count > 0 && !request.Kinds.Contains(record.Kind)) continue;
            if (sent++ >= after) break;
            await responseStream.WriteAsync(
                new V1.EventBatch { Events = { record }, ScannedToSequence = record.Sequence });
        }
        if (failure is not null) throw failure;
        if (request.Follow) await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }
}
