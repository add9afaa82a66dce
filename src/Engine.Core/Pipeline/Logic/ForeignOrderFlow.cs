using Engine.Core.Events;
using Engine.Core.Orders;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Orders at the venue that this engine did not send. They count in exposure at their worst case and are shown; with
/// quarantine their instrument takes no new exposure. They are gone when the venue says so, or when a whole list of
/// open orders no longer names them. An operator may adopt one: then it is an order of the engine, of no strategy.
/// </summary>
internal sealed class ForeignOrderFlow
{
    private const int ReasonCode = 100; // Beside the kinds of differences, which are below.

    private static readonly AsciiText32 Who = AsciiText32.From("reconciliation");
    private static readonly AsciiText32 Why = AsciiText32.From("foreign order");

    private readonly LogicParts _parts;
    private readonly OrderFlow _orders;
    private readonly ExecutionFlow _executions;
    private readonly HoldFlow _holds;

    public ForeignOrderFlow(LogicParts parts, OrderFlow orders, ExecutionFlow executions, HoldFlow holds)
    {
        _parts = parts;
        _orders = orders;
        _executions = executions;
        _holds = holds;
    }

    /// <summary>An order that the venue says is not of this session.</summary>
    public void OnReported(GroupWriter group, in EngineEvent e)
    {
        ref readonly var says = ref e.ForeignOrder;
        if (says.QueryId == 0) _parts.NoteVenueEvent(says.VenueEventId, e.InstrumentId);
        if (says.VenueOrderId <= 0)
        {
            _parts.RefuseInput(group, (int)RiskCode.UnknownOrder);
            return;
        }
        var ownId = OwnIdOf(in says);
        if (ownId != 0)
        {
            OnOwn(group, in says, ownId, e.InstrumentId, e.TimestampNs);
            return;
        }
        Note(group, new ForeignOrderState
        {
            VenueOrderId = says.VenueOrderId,
            LimitPrice = says.LimitPrice,
            Quantity = says.Quantity,
            CumulativeQuantity = Math.Max(0, says.CumulativeQuantity),
            LastSeenNs = e.TimestampNs,
            QueryId = says.QueryId != 0 ? says.QueryId : _parts.Reconciler.QueryId,
            Reference = says.Reference,
            InstrumentId = e.InstrumentId,
            ClientId = says.ClientId,
            Side = says.Side,
            Type = says.Type,
            TimeInForce = says.TimeInForce,
            Status = says.Status,
        });
    }

    /// <summary>
    /// An order that the venue reports under an id of ours, and that we do not know: lost with the end of a journal.
    /// </summary>
    public void OnStrange(GroupWriter group, in EngineEvent e)
    {
        ref readonly var says = ref e.OrderReport;
        if (says.Status is OrderStatus.None or OrderStatus.Unknown) return; // Nobody knows it.

        Note(group, new ForeignOrderState
        {
            VenueOrderId = says.OrderId,
            LimitPrice = says.LimitPrice,
            Quantity = says.Quantity,
            CumulativeQuantity = Math.Max(0, says.CumulativeQuantity),
            LastSeenNs = e.TimestampNs,
            QueryId = _parts.Reconciler.QueryId,
            InstrumentId = e.InstrumentId,
            Side = says.Side,
            Type = says.LimitPrice == FixedPoint.Absent ? OrderType.Market : OrderType.Limit,
            Status = says.Status,
            IsUnderOurId = 1,
        });
    }

    /// <summary>An execution of an order that is not ours.</summary>
    public void OnExecution(in ExecutionPayload says, long nowNs)
    {
        var slot = _parts.Foreign.SlotOf(KeyOf(says.OrderId, says.BrokerOrderId));
        if (slot < 0) return;

        var order = _parts.Foreign.AtSlot(slot);
        order.CumulativeQuantity += says.Quantity;
        order.LastSeenNs = nowNs;
        if (order.CumulativeQuantity >= order.Quantity)
        {
            Remove(slot);
            return;
        }
        _parts.Foreign.TryPut(in order, out var before);
        Count(in before, in order);
    }

    /// <summary>The venue ended an order that is not ours.</summary>
    public void OnEnded(in OrderReportPayload says)
    {
        var slot = _parts.Foreign.SlotOf(KeyOf(says.OrderId, says.BrokerOrderId));
        if (slot >= 0) Remove(slot);
    }

    /// <summary>A whole list of open orders ended: what it does not name works no more.</summary>
    public void OnOpenOrdersListed(long queryId)
    {
        if (_parts.Foreign.Count == 0) return;
        for (var slot = 0; slot < _parts.Foreign.Capacity; slot++)
        {
            ref readonly var order = ref _parts.Foreign.AtSlot(slot);
            if (order.VenueOrderId != 0 && order.QueryId < queryId) Remove(slot);
        }
    }

    /// <summary>Makes an order of another one of this engine.</summary>
    public CommandCode Adopt(GroupWriter group, long venueOrderId, long nowNs, ref CommandAnswerPayload answer)
    {
        var code = Judge(venueOrderId);
        if (code != CommandCode.Done) return code;
        if (!_parts.Orders.TryReserve(out var orderId))
        {
            answer.Detail = (int)RiskCode.OrderTableFull;
            return CommandCode.OrderDenied;
        }
        var foreign = Remove(_parts.Foreign.SlotOf(venueOrderId));
        ref var record = ref group.Append(EventKind.OrderAdopted, foreign.InstrumentId, strategyId: 0).Order;
        record.OrderId = orderId;
        record.BrokerOrderId = (int)-venueOrderId;
        record.LimitPrice = foreign.LimitPrice;
        record.Quantity = foreign.Quantity;
        record.Side = foreign.Side;
        record.Type = foreign.Type;
        record.TimeInForce = foreign.TimeInForce;
        record.Class = OrderClass.Opening;
        ref readonly var adopted = ref _parts.Orders.Adopt(in record, foreign.InstrumentId, nowNs);
        _parts.Risk.OnOrderChanged(default, in adopted);
        _executions.AttributeAll(group, orderId, nowNs);
        answer.OrderId = orderId;
        answer.OrdersAffected = 1;
        return CommandCode.Done;
    }

    /// <summary>What an adoption would be answered with now.</summary>
    public CommandCode Judge(long venueOrderId)
    {
        var slot = _parts.Foreign.SlotOf(venueOrderId);
        if (slot < 0)
        {
            var isAdopted = venueOrderId is > 0 and <= int.MaxValue
                && _parts.Orders.FindByBrokerId((int)-venueOrderId) != 0;
            return isAdopted ? CommandCode.AlreadyInForce : CommandCode.UnknownForeignOrder;
        }
        ref readonly var foreign = ref _parts.Foreign.AtSlot(slot);
        return !foreign.IsCounted ? CommandCode.UnknownScope
            : venueOrderId > int.MaxValue ? CommandCode.MalformedCommand
            : CommandCode.Done;
    }

    // The id that it claims among ours, else the one that the venue gave it.
    private static long KeyOf(long orderId, int brokerOrderId) => orderId != 0 ? orderId : -(long)brokerOrderId;

    // Ours by adoption, or by the reference that we gave it and that came back through another client.
    private long OwnIdOf(in ForeignOrderPayload says)
    {
        if (says.VenueOrderId <= int.MaxValue
            && _parts.Orders.FindByBrokerId((int)-says.VenueOrderId) is var adopted and not 0) return adopted;

        if (!OrderReference.TryRead(in says.Reference, _parts.EngineId, out _, out var orderId)) return 0;
        _parts.Orders.Find(orderId, out var isFound);
        return isFound ? orderId : 0;
    }

    private void OnOwn(
        GroupWriter group, in ForeignOrderPayload says, long orderId, int instrumentId, long nowNs)
    {
        if (says.QueryId != 0)
        {
            _parts.Reconciler.OnOrderStatus(new OrderReportPayload
            {
                OrderId = orderId,
                VenueEventId = says.VenueEventId,
                CumulativeQuantity = says.CumulativeQuantity,
                Status = says.Status,
            }, instrumentId);
            return;
        }
        var message = says.Status switch
        {
            OrderStatus.Filled => OrderMessage.ReportedFilled,
            OrderStatus.Canceled => OrderMessage.Canceled,
            OrderStatus.Rejected => OrderMessage.Rejected,
            OrderStatus.Expired => OrderMessage.Expired,
            _ => OrderMessage.Accepted,
        };
        _orders.Hear(group, orderId, OrderInput.Of(message, nowNs) with
        {
            CumulativeQuantity = says.CumulativeQuantity,
        });
    }

    private void Note(GroupWriter group, in ForeignOrderState order)
    {
        if (OrderState.IsTerminalStatus(order.Status))
        {
            var slot = _parts.Foreign.SlotOf(order.VenueOrderId);
            if (slot >= 0) Remove(slot);
            return;
        }
        if (!_parts.Foreign.TryPut(in order, out var before))
        {
            // Exposure that is not counted: nothing may add to it.
            _parts.RefuseInput(group, (int)RiskCode.OrderTableFull);
            Hold(group, -1, order.LastSeenNs);
            return;
        }
        Count(in before, in order);
        if (_parts.ForeignPolicy == ForeignPolicy.Quarantine) Hold(group, order.InstrumentId, order.LastSeenNs);
    }

    private ForeignOrderState Remove(int slot)
    {
        var gone = _parts.Foreign.Remove(slot);
        Count(in gone, default);
        return gone;
    }

    private void Count(in ForeignOrderState before, in ForeignOrderState after)
    {
        var was = before.AsOrder();
        var works = after.AsOrder();
        if (was.Status != OrderStatus.None)
        {
            var ended = was;
            ended.Status = OrderStatus.Canceled;
            _parts.Risk.OnOrderChanged(in was, in ended);
        }
        if (works.Status != OrderStatus.None) _parts.Risk.OnOrderChanged(default, in works);
    }

    private void Hold(GroupWriter group, int instrumentId, long nowNs)
    {
        var hold = new HoldPayload
        {
            Scope = instrumentId < 0 ? HoldScope.Account : HoldScope.Instrument,
            ScopeId = Math.Max(0, instrumentId),
            HoldKind = HoldKind.Reconciliation,
            Permission = Permission.Reducing,
            ReasonCode = ReasonCode,
            Who = Who,
            Why = Why,
        };
        _holds.Place(group, in hold, nowNs);
    }
}
