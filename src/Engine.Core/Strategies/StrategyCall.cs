using Engine.Core.Events;

namespace Engine.Core.Strategies;

/// <summary>The arguments of a callback other than market data; which fields count follows from the callback.</summary>
public ref struct StrategyCall
{
    public StrategyCallback Callback;
    public int InstrumentId;
    public long NowNs;
    public long EventTimeNs;
    public long OrderId;
    public OrderStatus Status;
    public long Tag;
    public ref readonly BarPayload Bar;
    public ref readonly ExecutionPayload Execution;
    public ref readonly OrderPayload Denied;
}
