using System.Runtime.InteropServices;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.Loading;
using Engine.Core.State;
using Engine.Core.Strategies;

namespace LoadTest.Workload;

/// <summary>
/// Answers every N-th quote, or trade too, with an order over one lot. A side stays for some orders, so that hardly any
/// crosses one that is under way, and then turns, so that the position stays small at any rate.
/// </summary>
internal sealed class AnswerStrategy : IStrategy
{
    public const string Type = "answer";

    private const long OrdersPerSide = 4_096;

    private StateTable<AnswerState> _state = null!;
    private long _every;
    private bool _hasTooMuch;
    private bool _answersTrades;

    public void Configure(StrategySetup setup)
    {
        _every = setup.Parameters.GetLong("every", 1, 1_000_000, 10);
        _hasTooMuch = setup.Parameters.GetBool("tooMuch", false);
        _answersTrades = setup.Parameters.GetBool("trades", false);
        _state = setup.AddState<AnswerState>(1);
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote) =>
        Answer(context, instrumentId);

    public void OnTrade(StrategyContext context, int instrumentId, in TradePayload trade)
    {
        if (_answersTrades) Answer(context, instrumentId);
    }

    private void Answer(StrategyContext context, int instrumentId)
    {
        ref var state = ref _state.Edit(0);
        if (++state.Seen % _every != 0) return;

        var lot = Math.Max(1, context.Market.Instrument(instrumentId).LotSize);
        var side = (state.Orders++ / OrdersPerSide % 2) == 0 ? Side.Buy : Side.Sell;
        var quantity = _hasTooMuch && state.Orders % 3 != 0 ? long.MaxValue / 4 : lot; // Denied by the quantity limit.
        context.Submit(OrderTicket.Market(instrumentId, side, quantity, TimeInForce.ImmediateOrCancel));
    }

    /// <summary>The state that replays with the strategy.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 16)]
    internal struct AnswerState
    {
        [FieldOffset(0)] public long Seen;
        [FieldOffset(8)] public long Orders;
    }

    /// <summary>The built-in strategies and those of the load test.</summary>
    internal sealed class Catalog : IStrategyCatalog
    {
        private readonly StrategyCatalog _builtIn = new();

        public IStrategy Create(string type, ConfigSection section) => type switch
        {
            Type => new AnswerStrategy(),
            FloodStrategy.Type => new FloodStrategy(),
            _ => _builtIn.Create(type, section),
        };
    }
}
