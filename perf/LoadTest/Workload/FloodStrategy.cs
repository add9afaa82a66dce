using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.State;
using Engine.Core.Strategies;

namespace LoadTest.Workload;

/// <summary>
/// Keeps so many buy orders working, far below the market, so that none fills: all that are missing with the next
/// quotes. After a denial it waits a little, or it would ask half a million times a second.
/// </summary>
internal sealed class FloodStrategy : IStrategy
{
    public const string Type = "flood";

    private const long PauseNs = 20_000_000;

    private StateTable<FloodState> _state = null!;
    private int _orders;

    public void Configure(StrategySetup setup)
    {
        _orders = (int)setup.Parameters.GetLong("orders", 1, 1_000_000, 100);
        _state = setup.AddState<FloodState>(1);
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote)
    {
        if (context.NowNs < _state[0].PausedUntilNs) return;

        var missing = _orders - context.Orders.OpenCountOfStrategy(context.StrategyId);
        ref readonly var instrument = ref context.Market.Instrument(instrumentId);
        var lot = Math.Max(1, instrument.LotSize);
        var tick = Math.Max(1, instrument.TickSize);
        var price = quote.BidPrice / tick * 8 / 10 * tick;
        for (var count = Math.Min(missing, context.EmissionsLeft); count > 0; count--)
            context.Submit(OrderTicket.Limit(instrumentId, Side.Buy, lot, price));
    }

    public void OnDenied(StrategyContext context, int instrumentId, in OrderPayload denied) =>
        _state.Edit(0).PausedUntilNs = context.NowNs + PauseNs;

    /// <summary>The state that replays with the strategy.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 8)]
    internal struct FloodState
    {
        [FieldOffset(0)] public long PausedUntilNs;
    }
}
