using Engine.Core.Events;
using Engine.Core.Orders;
using Engine.Core.Replay;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Services;

/// <summary>
/// One picture of orders and positions as callers get it. Every order is rendered once and shared by all answers;
/// nobody changes one that is rendered.
/// </summary>
internal sealed class RenderedDetails
{
    private readonly Wire.Order[] _orders;
    private readonly Wire.Order[] _foreign;
    private readonly Wire.UnattributedExecution[] _unattributed;
    private readonly Wire.Position[] _positions;
    private readonly Wire.StrategyShare[] _shares;

    public RenderedDetails(DetailPicture picture, InstrumentNames instruments, ScopeNames names, string engineId)
    {
        Picture = picture;
        _orders =
            [.. picture.Orders.Select(order => Render(order, picture.EngineTimeNs, instruments, names, engineId))];
        _foreign = [.. picture.ForeignOrders.Select(order => Render(order, instruments))];
        _unattributed =
            [.. picture.Unattributed.Select(execution => Render(execution, picture.EngineTimeNs, instruments))];
        _positions = [.. picture.Positions.Select(position => Render(position, instruments))];
        _shares = [.. picture.Shares.Select(share => Render(share, instruments, names))];
    }

    public DetailPicture Picture { get; }

    /// <summary>The orders that pass a filter, at most <paramref name="ordersMax"/>, the newest.</summary>
    public Wire.OrderList Orders(Wire.ListOrdersRequest filter, int ordersMax)
    {
        var list = new Wire.OrderList { Sequence = Picture.Sequence, EngineTimeNs = Picture.EngineTimeNs };
        var passed = _orders.Where(order =>
            (filter.IncludeClosed || !IsClosed(order.Status))
            && (filter.Strategy.Length == 0 || order.Strategy == filter.Strategy)
            && (filter.Instrument.Length == 0 || order.Instrument == filter.Instrument)).ToArray();
        list.IsCut = Picture.IsCut || passed.Length > ordersMax;
        list.Orders.AddRange(passed.TakeLast(ordersMax));
        if (filter.Strategy.Length == 0)
        {
            list.Foreign.AddRange(_foreign.Where(order =>
                filter.Instrument.Length == 0 || order.Instrument == filter.Instrument));
        }
        return list;
    }

    public Wire.PositionList Positions(bool includeFlat)
    {
        var list = new Wire.PositionList { Sequence = Picture.Sequence, EngineTimeNs = Picture.EngineTimeNs };
        list.Positions.AddRange(_positions.Where(position => includeFlat || position.Quantity.Mantissa != 0));
        list.Shares.AddRange(_shares);
        list.Unattributed.AddRange(_unattributed);
        return list;
    }

    // The numbers of both are frozen, and a test holds their names against each other.
    private static Wire.Order Render(
        OrderFigures order, long nowNs, InstrumentNames instruments, ScopeNames names, string engineId)
    {
        ref readonly var instrument = ref instruments.Definition(order.InstrumentId);
        var rendered = new Wire.Order
        {
            OrderId = order.OrderId,
            Strategy = names.StrategyOf(order.StrategyId),
            Instrument = instruments.SymbolOf(order.InstrumentId),
            Side = (Wire.Side)order.Side,
            Type = (Wire.OrderType)order.Type,
            TimeInForce = (Wire.TimeInForce)order.TimeInForce,
            Status = (Wire.OrderStatus)order.Status,
            Quantity = WireValues.Of(order.Quantity, instrument.SizeExponent),
            FilledQuantity = WireValues.Of(order.FilledQuantity, instrument.SizeExponent),
            RequestedTimeNs = order.CreatedTimeNs,
            UpdatedTimeNs = order.LastChangeTimeNs,
            Reason = order.Reason == VenueReason.None ? "" : order.Reason.ToString(),
        };
        if (order.BrokerOrderId > 0)
        {
            rendered.BrokerOrderId = order.BrokerOrderId;
            rendered.Reference = OrderReference.TextOf(engineId, order.SessionEpoch, order.OrderId);
        }
        if (order.BrokerOrderId < 0) rendered.VenueOrderId = -(long)order.BrokerOrderId; // Adopted.
        if (order.Status == OrderStatus.Unknown)
        {
            rendered.UnknownSinceNs = order.UnknownSinceNs;
            rendered.UnknownAgeNs = nowNs - order.UnknownSinceNs;
        }
        if (order.LimitPrice != FixedPoint.Absent)
            rendered.LimitPrice = WireValues.Of(order.LimitPrice, instrument.PriceExponent);
        if (order.AveragePrice(in instrument) is { } average)
            rendered.AveragePrice = WireValues.Of(average, OrderFigures.AverageExponent);
        if (order.Terms.IsGiven) rendered.Terms = Render(order.Terms, instrument.PriceExponent);
        return rendered;
    }

    private static Wire.Order Render(ForeignFigures order, InstrumentNames instruments)
    {
        var isKnown = order.InstrumentId >= 0;
        var (price, size) = isKnown ? ExponentsOf(order.InstrumentId, instruments) : (0, 0);
        var rendered = new Wire.Order
        {
            IsForeign = true,
            VenueOrderId = order.VenueOrderId,
            Reference = order.Reference,
            Instrument = isKnown ? instruments.SymbolOf(order.InstrumentId) : "",
            Side = (Wire.Side)order.Side,
            Type = (Wire.OrderType)order.Type,
            TimeInForce = (Wire.TimeInForce)order.TimeInForce,
            Status = (Wire.OrderStatus)order.Status,
            Quantity = WireValues.Of(order.Quantity, size),
            FilledQuantity = WireValues.Of(order.FilledQuantity, size),
            RequestedTimeNs = order.FirstSeenNs,
            UpdatedTimeNs = order.LastSeenNs,
        };
        if (order.LimitPrice != FixedPoint.Absent) rendered.LimitPrice = WireValues.Of(order.LimitPrice, price);
        return rendered;
    }

    private static Wire.UnattributedExecution Render(
        UnattributedFigures execution, long nowNs, InstrumentNames instruments)
    {
        var (price, size) = ExponentsOf(execution.InstrumentId, instruments);
        return new Wire.UnattributedExecution
        {
            ExecutionId = execution.ExecutionId,
            Instrument = instruments.SymbolOf(execution.InstrumentId),
            Side = (Wire.Side)execution.Side,
            Quantity = WireValues.Of(execution.Quantity, size),
            Price = WireValues.Of(execution.Price, price),
            Commission = WireValues.Money(execution.Commission),
            CountedTimeNs = execution.CountedTimeNs,
            AgeNs = nowNs - execution.CountedTimeNs,
        };
    }

    private static (int Price, int Size) ExponentsOf(int instrumentId, InstrumentNames instruments)
    {
        ref readonly var instrument = ref instruments.Definition(instrumentId);
        return (instrument.PriceExponent, instrument.SizeExponent);
    }

    private static Wire.OrderTerms Render(OrderTermsPayload terms, int exponent)
    {
        return new Wire.OrderTerms
        {
            StopPrice = Price(terms.StopPrice),
            Trail = Price(terms.TrailPrice),
            TrailBps = terms.TrailBps,
            ExpireTimeNs = terms.ExpireTimeNs,
            OcoGroup = terms.OcoGroup,
            ProtectStop = Price(terms.ProtectStopPrice),
            ProtectTarget = Price(terms.ProtectTargetPrice),
            ProtectTrail = Price(terms.ProtectTrailPrice),
            ProtectTrailBps = terms.ProtectTrailBps,
            ParentOrderId = terms.ParentOrderId,
            Leg = terms.Leg == OrderLeg.None ? "" : terms.Leg.ToString(),
        };

        Wire.Decimal? Price(long price) => price == 0 ? null : WireValues.Of(price, exponent);
    }

    private static Wire.Position Render(PositionFigures position, InstrumentNames instruments)
    {
        ref readonly var instrument = ref instruments.Definition(position.InstrumentId);
        var rendered = new Wire.Position
        {
            Instrument = position.Symbol,
            Quantity = WireValues.Of(position.Quantity, position.SizeExponent),
            CostBasis = WireValues.Money(position.CostBasis),
            MarketValue = WireValues.Money(position.MarketValue),
            RealizedProfit = WireValues.Money(position.RealizedProfit),
            UnrealizedProfit = WireValues.Money(position.UnrealizedProfit),
            Commissions = WireValues.Money(position.Commissions),
            Currency = instrument.Currency.ToString(),
        };
        if (position.Quantity != 0 && AverageOf(position, instrument.Multiplier) is { } average)
            rendered.AveragePrice = WireValues.Money(average);
        if (position.MarkPrice != FixedPoint.Absent)
            rendered.MarkPrice = WireValues.Of(position.MarkPrice, position.PriceExponent);
        return rendered;
    }

    private static Wire.StrategyShare Render(ShareFigures share, InstrumentNames instruments, ScopeNames names)
    {
        ref readonly var instrument = ref instruments.Definition(share.InstrumentId);
        var rendered = new Wire.StrategyShare
        {
            Strategy = names.StrategyOf(share.StrategyId),
            Instrument = instruments.SymbolOf(share.InstrumentId),
            Currency = instrument.Currency.ToString(),
            Quantity = WireValues.Of(share.Quantity, instrument.SizeExponent),
            RealizedProfit = WireValues.Money(share.RealizedProfit),
            Commissions = WireValues.Money(share.Commissions),
        };
        if (share.UnrealizedProfit != FixedPoint.Absent)
            rendered.UnrealizedProfit = WireValues.Money(share.UnrealizedProfit);
        return rendered;
    }

    // Cost and multiplier have the same exponent; what is left is that of the quantity. Null if it does not fit.
    private static long? AverageOf(PositionFigures position, long multiplier)
    {
        var held = Int128.Abs((Int128)position.Quantity * multiplier);
        if (held == 0 || held > long.MaxValue) return null;

        var cost = Int128.Abs((Int128)position.CostBasis) * FixedPoint.PowerOfTen(FixedPoint.MoneyExponent)
            * FixedPoint.PowerOfTen(position.SizeExponent);
        return FixedPoint.TryDivideHalfEven(cost, (long)held, out var average) ? average : null;
    }

    private static bool IsClosed(Wire.OrderStatus status) =>
        OrderState.IsTerminalStatus((OrderStatus)status);
}
