using Engine.Core.Events;
using LoadTest.Wire;

namespace LoadTest.Baselines;

/// <summary>
/// What stands in the engine's place to show what the sockets alone cost: one thread that never sleeps reads quotes and
/// sends one of so many back as an order of the same size.
/// </summary>
internal static class BareEcho
{
    public static void Run(string venueAddress, string marketAddress, long every)
    {
        using var venue = FrameSocket.Connect(venueAddress);
        using var market = FrameSocket.Connect(marketAddress);
        var seen = 0L;
        while (!market.IsEnded)
        {
            foreach (ref readonly var quote in market.Receive())
            {
                if (++seen % every != 0) continue;
                var order = quote;
                order.Kind = EventKind.OrderRequested;
                order.Order = default;
                order.Order.SourceEventTimeNs = quote.Quote.EventTimeNs;
                venue.Add(in order);
            }
            venue.Flush();
            venue.Receive(); // What the venue says of the orders.
        }
        while (!venue.IsFlushed && !venue.IsEnded) venue.Flush();
    }
}
