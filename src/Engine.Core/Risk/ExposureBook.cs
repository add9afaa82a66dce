using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>
/// Worst-case exposure in money, per instrument and summed up per currency, kept from every change of a position, an
/// order or a mark: what an order costs to check does not depend on how many instruments there are. Instruments with
/// neither position nor working order are not valued.
/// </summary>
internal sealed class ExposureBook
{
    private readonly StateTable<RiskExposureState> _exposures;
    private readonly StateTable<RiskCurrencyState> _currencies;
    private readonly StateTable<RiskAccountState> _account;
    private readonly OpenOrderSums _open;

    public ExposureBook(
        StateRegistry registry, StateTable<RiskAccountState> account, OpenOrderSums open, int instrumentsMax)
    {
        _exposures = registry.Add<RiskExposureState>(StateParts.RiskExposures, version: 1, instrumentsMax);
        _currencies =
            registry.Add<RiskCurrencyState>(StateParts.RiskCurrencies, version: 1, RiskGate.CurrenciesMax);
        _account = account;
        _open = open;
    }

    public ref readonly RiskExposureState Of(int instrumentId) => ref _exposures[instrumentId];

    /// <param name="currencyNumber">From 1.</param>
    public ref readonly RiskCurrencyState OfCurrency(int currencyNumber) => ref _currencies[currencyNumber - 1];

    public void Define(int instrumentId, long multiplier, int scaleExponent, int currencyNumber)
    {
        ref var exposure = ref _exposures.Edit(instrumentId);
        exposure.Multiplier = multiplier;
        exposure.ScaleExponent = scaleExponent;
        exposure.CurrencyNumber = currencyNumber;
    }

    /// <summary>The mark of an instrument that is held or ordered has changed.</summary>
    public void OnMark(int instrumentId, long mark)
    {
        ref readonly var exposure = ref _exposures[instrumentId];
        if (exposure.IsOpen == 0 || exposure.MarkPrice == mark) return;
        Value(instrumentId, exposure.Position, mark);
    }

    /// <summary>The position has changed, or what works has: to be called after either.</summary>
    /// <param name="mark">0 if there is no price at all yet: then nothing is valued.</param>
    public void OnHolding(int instrumentId, long position, long mark) => Value(instrumentId, position, mark);

    /// <summary>
    /// Takes the price of an order into the bounds that tell most orders apart from those that could meet one of ours.
    /// </summary>
    public void OnOrderPriced(in OrderState order, bool isFirstOfSide)
    {
        if (order.Type is not (OrderType.Market or OrderType.Limit)) return; // Not in the book of the venue yet.

        ref var exposure = ref _exposures.Edit(order.InstrumentId);
        var price = AggressivePrice(in order);
        if (order.Side == Side.Buy)
            exposure.BuyPriceBound = isFirstOfSide ? price : Math.Max(exposure.BuyPriceBound, price);
        else
            exposure.SellPriceBound = isFirstOfSide ? price : Math.Min(exposure.SellPriceBound, price);
    }

    public void SetBound(int instrumentId, Side side, long price)
    {
        ref var exposure = ref _exposures.Edit(instrumentId);
        if (side == Side.Buy) exposure.BuyPriceBound = price;
        else exposure.SellPriceBound = price;
    }

    /// <summary>
    /// The most that a working order would pay, or the least that it would take; of an order and its replacement the
    /// nearer. A market order meets anything.
    /// </summary>
    public static long AggressivePrice(in OrderState order)
    {
        if (order.Type == OrderType.Market) return order.Side == Side.Buy ? long.MaxValue : long.MinValue;
        if (!order.IsReplacePending) return order.LimitPrice;
        return order.Side == Side.Buy
            ? Math.Max(order.LimitPrice, order.PendingLimitPrice)
            : Math.Min(order.LimitPrice, order.PendingLimitPrice);
    }

    /// <summary>Money of a quantity at a price; false if it does not fit 64 bits.</summary>
    public bool TryValue(int instrumentId, Int128 quantity, long price, out long value)
    {
        value = 0;
        if (quantity == 0 || price == 0) return true;

        ref readonly var exposure = ref _exposures[instrumentId];
        return quantity <= long.MaxValue && quantity >= -long.MaxValue
            && FixedPoint.TryNotional(
                price, (long)quantity, exposure.Multiplier, exposure.ScaleExponent, out value);
    }

    /// <summary>Adds everything up again from the rows. For tests and verification; allocates.</summary>
    public bool AgreesWithRecount()
    {
        var sums = new RiskCurrencyState[_currencies.Capacity];
        var open = 0;
        for (var id = 0; id < _exposures.Capacity; id++)
        {
            ref readonly var exposure = ref _exposures[id];
            ref readonly var working = ref _open.Of(0, id);
            var isOpen = exposure.Position != 0 || working.OrderCount != 0;
            if (isOpen != (exposure.IsOpen != 0)) return false;
            if (!isOpen || exposure.CurrencyNumber == 0) continue;

            open++;
            var isValued = TryValue(id, (Int128)exposure.Position + working.BuyQuantity, exposure.MarkPrice, out var l)
                & TryValue(id, (Int128)exposure.Position - working.SellQuantity, exposure.MarkPrice, out var s);
            if (!isValued || l != exposure.LongValue || s != exposure.ShortValue) return false;

            ref var sum = ref sums[exposure.CurrencyNumber - 1];
            sum.GrossExposure += RiskExposureState.GrossOf(l, s);
            sum.NetLongExposure += l;
            sum.NetShortExposure += s;
        }
        for (var i = 0; i < sums.Length; i++)
        {
            ref readonly var kept = ref _currencies[i];
            if (kept.GrossExposure != sums[i].GrossExposure || kept.NetLongExposure != sums[i].NetLongExposure
                || kept.NetShortExposure != sums[i].NetShortExposure) return false;
        }
        return _account[0].OpenPositions == open;
    }

    // Of a position with what works in one direction: hardly ever more than 64 bits, but then still right.
    private bool TryWorst(int instrumentId, long position, long working, long mark, out long value)
    {
        var worst = unchecked(position + working);
        if (((position ^ worst) & (working ^ worst)) < 0)
            return TryValue(instrumentId, (Int128)position + working, mark, out value);
        ref readonly var exposure = ref _exposures[instrumentId];
        return FixedPoint.TryNotional(mark, worst, exposure.Multiplier, exposure.ScaleExponent, out value);
    }

    private void Value(int instrumentId, long position, long mark)
    {
        ref readonly var old = ref _exposures[instrumentId];
        if (old.CurrencyNumber == 0) return; // Never defined: nothing can be held or ordered there.

        ref readonly var working = ref _open.Of(0, instrumentId);
        var isOpen = position != 0 || working.OrderCount != 0;
        if (!isOpen && old.IsOpen == 0) return;

        if (!isOpen) mark = 0;
        if (!TryWorst(instrumentId, position, working.BuyQuantity, mark, out var longValue))
            Overflow(instrumentId);
        var shortValue = longValue;
        if ((working.BuyQuantity | working.SellQuantity) != 0
            && !TryWorst(instrumentId, position, -working.SellQuantity, mark, out shortValue))
            Overflow(instrumentId);

        ref var sum = ref _currencies.Edit(old.CurrencyNumber - 1);
        sum.GrossExposure = checked(
            sum.GrossExposure - old.GrossValue + RiskExposureState.GrossOf(longValue, shortValue));
        sum.NetLongExposure = checked(sum.NetLongExposure - old.LongValue + longValue);
        sum.NetShortExposure = checked(sum.NetShortExposure - old.ShortValue + shortValue);
        if (isOpen != (old.IsOpen != 0)) _account.Edit(0).OpenPositions += isOpen ? 1 : -1;

        ref var exposure = ref _exposures.Edit(instrumentId);
        exposure.MarkPrice = mark;
        exposure.Position = position;
        exposure.LongValue = longValue;
        exposure.ShortValue = shortValue;
        exposure.IsOpen = isOpen ? 1 : 0;
    }

    private static void Overflow(int instrumentId) => throw new OverflowException(
        $"The exposure in instrument {instrumentId} does not fit 64 bits.");
}
