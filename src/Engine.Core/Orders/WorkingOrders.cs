using Engine.Core.State;

namespace Engine.Core.Orders;

/// <summary>
/// Working orders in order of their ids, for <c>foreach</c> without allocation. The order just visited may become
/// terminal before the next step; no other may.
/// </summary>
public readonly ref struct WorkingOrders
{
    private readonly StateTable<OrderState> _orders;
    private readonly WorkingOrderList _list;
    private readonly int _bucket;
    private readonly int _strategyId;

    internal WorkingOrders(StateTable<OrderState> orders, WorkingOrderList list, int bucket, int strategyId = -1)
    {
        _orders = orders;
        _list = list;
        _bucket = bucket;
        _strategyId = strategyId;
    }

    public Enumerator GetEnumerator() => new(_orders, _list, _list.HeadOf(_bucket), _strategyId);

    /// <summary>Steps through the list; knows the next slot before it hands out the current one.</summary>
    public ref struct Enumerator
    {
        private readonly StateTable<OrderState> _orders;
        private readonly WorkingOrderList _list;
        private readonly int _strategyId;
        private int _slot;
        private int _nextSlot;

        internal Enumerator(StateTable<OrderState> orders, WorkingOrderList list, int first, int strategyId)
        {
            _orders = orders;
            _list = list;
            _strategyId = strategyId;
            _slot = -1;
            _nextSlot = first;
        }

        public readonly ref readonly OrderState Current => ref _orders[_slot];

        public bool MoveNext()
        {
            while (_nextSlot >= 0)
            {
                _slot = _nextSlot;
                _nextSlot = _list.NextOf(_slot);
                if (_strategyId < 0 || _orders[_slot].StrategyId == _strategyId) return true;
            }
            return false;
        }
    }
}
