using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.State;
using Engine.Core.Strategies;

namespace BadStrategies;

// Strategies that remember where nobody looks: it is neither journaled nor restored, so a replay decides otherwise.

public sealed class KeepsFloat : IStrategy
{
    private double _ratio;

    public void Configure(StrategySetup setup) => _ratio = 1;
}

[StructLayout(LayoutKind.Explicit, Size = 8)]
public struct FloatEntity
{
    [FieldOffset(0)] public double Average;
}

public sealed class KeepsStatic : IStrategy
{
    private static long _last;

    public void Configure(StrategySetup setup)
    {
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote) => _last = quote.BidPrice;
}

public sealed class KeepsList : IStrategy
{
    private readonly List<long> _prices = [];

    public void Configure(StrategySetup setup)
    {
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote) =>
        _prices.Add(quote.BidPrice);
}

public sealed class KeepsArray : IStrategy
{
    private readonly long[] _prices = new long[8];

    public void Configure(StrategySetup setup)
    {
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote) =>
        _prices[instrumentId] = quote.BidPrice;
}

public sealed class KeepsDictionary : IStrategy
{
    private readonly Dictionary<int, long> _prices = [];

    public void Configure(StrategySetup setup)
    {
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote) =>
        _prices[instrumentId] = quote.BidPrice;
}

public sealed class KeepsField : IStrategy
{
    private long _last;

    public void Configure(StrategySetup setup)
    {
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote) => _last += quote.BidPrice;
}

public sealed class KeepsProperty : IStrategy
{
    public long Last { get; set; }

    public void Configure(StrategySetup setup)
    {
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote) => Last = quote.BidPrice;
}

public sealed class KeepsObject : IStrategy
{
    private readonly KeepsProperty _other = new();

    public void Configure(StrategySetup setup)
    {
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote) =>
        _other.Last = quote.BidPrice;
}

public sealed class KeepsClosure : IStrategy
{
    private Func<long>? _next;

    public void Configure(StrategySetup setup)
    {
        var count = 0L;
        _next = () => count++;
    }
}

public sealed class MakesOwnTable : IStrategy
{
    private readonly StateTable<long> _table = new(1, 1, 8);

    public void Configure(StrategySetup setup)
    {
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote) =>
        _table.Edit(0) = quote.BidPrice;
}

public sealed class KeepsStruct : IStrategy
{
    private Counter _counter;

    private struct Counter
    {
        public long Value;

        public void Add(long value) => Value += value;
    }

    public void Configure(StrategySetup setup)
    {
    }

    public void OnQuote(StrategyContext context, int instrumentId, in QuotePayload quote) =>
        _counter.Add(quote.BidPrice);
}
