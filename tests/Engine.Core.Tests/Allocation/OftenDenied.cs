using System.Runtime.InteropServices;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.State;
using Engine.Core.Strategies;

namespace Engine.Core.Tests.Allocation;

/// <summary>
/// Orders on every 40th quote, two of three too large for the limit; cancels, replaces and signals in between, some of
/// them for orders that do not exist.
/// </summary>
internal sealed class OftenDenied : IStrategy, IStrategyCatalog
{
    public const string Type = "often-denied";

    private const int Every = 40;

    private StateTable<Counts> _counts = null!;

    public IStrategy Create(string type, ConfigSection section) => new OftenDenied();

    public void Configure(StrategySetup setup)
    {
        _counts = setup.AddState<Counts>(1);
        setup.RequestBars(new BarSpec(BarKind.Time, 1_000_000_000));
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote)
    {
        ref var counts = ref _counts.Edit(0);
        if (++counts.Quotes % Every != 0) return;

        var side = (++counts.Orders & 1) == 0 ? Side.Sell : Side.Buy;
        switch (counts.Orders % 6)
        {
            case 0:
                context.Submit(OrderTicket.Market(instrumentId, side, 10, TimeInForce.ImmediateOrCancel));
                break;
            case 1:
                counts.LastOrder = context.Submit(OrderTicket.Limit(instrumentId, Side.Buy, 5, quote.BidPrice - 500));
                context.SetTimer(context.NowNs + 1_000_000, tag: 1);
                break;
            case 2:
                context.Replace(counts.LastOrder, quote.BidPrice - 400, 6);
                context.Signal(instrumentId, 1, 2, quote.BidPrice, 0);
                break;
            case 3:
                context.Cancel(counts.LastOrder);
                context.Cancel(orderId: long.MaxValue);
                break;
            default:
                context.Submit(OrderTicket.Market(instrumentId, side, long.MaxValue / 4));
                break;
        }
    }

    [StructLayout(LayoutKind.Explicit, Size = 24)]
    internal struct Counts
    {
        [FieldOffset(0)] public long Quotes;
        [FieldOffset(8)] public long Orders;
        [FieldOffset(16)] public long LastOrder;
    }
}
