using Engine.Core.Events;
using Engine.Core.Journal;
using Engine.Core.Replay;

namespace Engine.Simulation;

/// <summary>
/// What a journal says of one order, and of the sessions around it: where the search for a fault begins.
/// </summary>
internal static class OrderStory
{
    public static void Print(IJournalStorage storage, long orderId)
    {
        using var reader = JournalReader.Open(storage);
        for (var records = reader.Read(); !records.IsEmpty; records = reader.Read())
        {
            foreach (ref readonly var e in records)
            {
                if (!IsPartOf(in e, orderId)) continue;
                var fields = EventDescriber.Describe(in e).Where(f => f.Value is not ("0" or "" or "None"));
                Console.WriteLine(string.Join(' ', fields.Select(f => $"{f.Name}={f.Value}")));
            }
        }
    }

    private static bool IsPartOf(in EngineEvent e, long orderId) => e.Kind switch
    {
        EventKind.EngineStarted or EventKind.VenueConnected or EventKind.VenueDisconnected => true,
        EventKind.ReconciliationCompleted or EventKind.PhaseChanged => true,
        EventKind.StopCommanded or EventKind.CancelAllCommanded => true,
        EventKind.ReconciliationRequested or EventKind.QueryCompleted => e.Query.OrderId == orderId,
        EventKind.Execution => e.Execution.OrderId == orderId,
        EventKind.OrderNotSent or EventKind.OrderBecameUnknown or EventKind.OrderResolved =>
            e.OrderReport.OrderId == orderId,
        >= EventKind.OrderSent and <= EventKind.OrderStatusReported => e.OrderReport.OrderId == orderId,
        >= EventKind.OrderRequested and <= EventKind.ReplaceDenied => e.Order.OrderId == orderId,
        _ => false,
    };
}
