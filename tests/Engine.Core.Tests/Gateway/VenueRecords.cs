using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Tests.Gateway;

/// <summary>Journal records as the venue gets them, with short arguments.</summary>
internal static class VenueRecords
{
    public const long Ms = 1_000_000;
    public const long Absent = FixedPoint.Absent;

    /// <summary>The bytes as text: inline arrays know no equality.</summary>
    public static string Hex(in EngineEvent record) =>
        Convert.ToHexString(MemoryMarshal.AsBytes(new ReadOnlySpan<EngineEvent>(in record)));

    public static IEnumerable<string> Hex(IEnumerable<EngineEvent> records) => records.Select(r => Hex(in r));

    public static EngineEvent At(long timeNs, EventKind kind, int instrumentId = 0) => new()
    {
        Kind = kind,
        TimestampNs = timeNs,
        InstrumentId = instrumentId,
        SchemaVersion = EngineEvent.CurrentSchemaVersion,
    };

    /// <summary>Prices with two decimals, tick 1, lot as given.</summary>
    public static EngineEvent Instrument(
        int id = 0, long tick = 1, long lot = 1, int calendarId = 0, byte sizeExponent = 0)
    {
        var record = At(0, EventKind.InstrumentDefined, id);
        record.Instrument.Symbol = AsciiText24.From("S" + id);
        record.Instrument.Class = InstrumentClass.Equity;
        record.Instrument.PriceExponent = 2;
        record.Instrument.SizeExponent = sizeExponent;
        record.Instrument.TickSize = tick;
        record.Instrument.LotSize = lot;
        record.Instrument.CalendarId = calendarId;
        record.Instrument.Multiplier = FixedPoint.MoneyOne;
        return record;
    }

    public static EngineEvent Quote(
        long timeNs, long bid, long ask, long bidSize = 1_000, long askSize = 1_000, int id = 0)
    {
        var record = At(timeNs, EventKind.Quote, id);
        record.Quote.BidPrice = bid;
        record.Quote.AskPrice = ask;
        record.Quote.BidSize = bidSize;
        record.Quote.AskSize = askSize;
        record.Quote.EventTimeNs = timeNs;
        return record;
    }

    public static EngineEvent Trade(long timeNs, long price, long size, int id = 0)
    {
        var record = At(timeNs, EventKind.Trade, id);
        record.Trade.Price = price;
        record.Trade.Size = size;
        record.Trade.EventTimeNs = timeNs;
        return record;
    }

    public static EngineEvent Market(
        long timeNs, long orderId, Side side, long quantity, TimeInForce tif = TimeInForce.Day, int id = 0) =>
        Order(timeNs, orderId, side, quantity, OrderType.Market, Absent, tif, id);

    public static EngineEvent Limit(
        long timeNs, long orderId, Side side, long quantity, long limit, TimeInForce tif = TimeInForce.Day, int id =
            0) =>
        Order(timeNs, orderId, side, quantity, OrderType.Limit, limit, tif, id);

    public static EngineEvent Cancel(long timeNs, long orderId, int id = 0)
    {
        var record = At(timeNs, EventKind.CancelRequested, id);
        record.Order.OrderId = orderId;
        return record;
    }

    public static EngineEvent Replace(long timeNs, long orderId, long quantity, long limit, int id = 0)
    {
        var record = At(timeNs, EventKind.ReplaceRequested, id);
        record.Order.OrderId = orderId;
        record.Order.Quantity = quantity;
        record.Order.LimitPrice = limit;
        return record;
    }

    /// <summary>A replacement that moves a stop: two records.</summary>
    public static EngineEvent[] ReplaceStop(long timeNs, long orderId, long quantity, long stop, long limit = Absent) =>
        WithTerms(Replace(timeNs, orderId, quantity, limit), new OrderTermsPayload { StopPrice = stop });

    /// <summary>An order of any type with its terms: two records.</summary>
    public static EngineEvent[] Termed(
        long timeNs, long orderId, Side side, long quantity, OrderType type, OrderTermsPayload terms,
        TimeInForce tif = TimeInForce.Day, long limit = Absent, int id = 0) =>
        WithTerms(Order(timeNs, orderId, side, quantity, type, limit, tif, id), terms);

    public static EngineEvent[] WithTerms(EngineEvent order, OrderTermsPayload terms)
    {
        if (!terms.IsGiven) return [order];
        order.Flags |= EventFlags.HasTerms;
        var record = At(order.TimestampNs, EventKind.OrderTerms, order.InstrumentId);
        record.StrategyId = order.StrategyId;
        record.OrderTerms = terms;
        record.OrderTerms.OrderId = order.Order.OrderId;
        return [order, record];
    }

    public static EngineEvent Session(int calendarId, int date, long closeNs, long openNs = 0)
    {
        var record = At(0, EventKind.CalendarDay, -1);
        record.CalendarDay.CalendarId = calendarId;
        record.CalendarDay.Date = date;
        record.CalendarDay.OpenTimeNs = openNs;
        record.CalendarDay.CloseTimeNs = closeNs;
        return record;
    }

    public static EngineEvent Question(long queryId, QueryKind kind, long orderId = 0, int epoch = 0)
    {
        var record = At(0, EventKind.ReconciliationRequested, -1);
        record.Query.QueryId = queryId;
        record.Query.Query = kind;
        record.Query.OrderId = orderId;
        record.Query.SessionEpoch = epoch;
        return record;
    }

    public static EngineEvent Order(
        long timeNs, long orderId, Side side, long quantity, OrderType type, long limit, TimeInForce tif, int id)
    {
        var record = At(timeNs, EventKind.OrderRequested, id);
        record.Order.OrderId = orderId;
        record.Order.BrokerOrderId = (int)orderId + 1_000;
        record.Order.Side = side;
        record.Order.Quantity = quantity;
        record.Order.Type = type;
        record.Order.LimitPrice = limit;
        record.Order.TimeInForce = tif;
        record.StrategyId = 1;
        return record;
    }
}
