using V1 = Engine.Rpc.Contracts.V1;

namespace ControlCli.Tests.Online;

/// <summary>Pictures of an engine, as tests need them.</summary>
internal static class Pictures
{
    public const long TimeNs = 1_381_239_000_000_000_000;

    public static V1.EngineStatus Running() => new()
    {
        Sequence = 1_200,
        DurableSequence = 1_200,
        EngineTimeNs = TimeNs,
        Mode = V1.Mode.Paper,
        Account = "DU123",
        EngineId = "engine-1",
        Phase = V1.Phase.Running,
        Permission = V1.Permission.Active,
        IsReconciled = true,
        Arming = V1.Arming.NotRequired,
        OpenOrders = 2,
        OpenPositions = 1,
        RunEpoch = 3,
        Build = "1.0.0-abc",
        Counters = new V1.EngineCounters { Quotes = 1_000, Orders = 20, Denials = 1, Executions = 18 },
        Currencies =
        {
            new V1.CurrencyFigures { Currency = "USD", Equity = Money(1_000_012_50), Cash = Money(990_000_00) },
        },
    };

    public static V1.EngineStatus Paused()
    {
        var status = Running();
        status.Permission = V1.Permission.Reducing;
        status.Holds.Add(Hold());
        return status;
    }

    public static V1.EngineStatus Live()
    {
        var status = Running();
        (status.Mode, status.Account) = (V1.Mode.Live, "U999");
        return status;
    }

    public static V1.Hold Hold() => new()
    {
        Id = 7,
        Kind = "Operator",
        Scope = new V1.Scope { Account = true },
        Permission = V1.Permission.Reducing,
        Who = "alice",
        Why = "lunch",
        Sequence = 1_100,
        PlacedTimeNs = TimeNs,
    };

    public static V1.Order Order(long id, V1.OrderStatus status = V1.OrderStatus.Accepted) => new()
    {
        OrderId = id,
        Strategy = "reversion",
        Instrument = "AIG",
        Side = V1.Side.Buy,
        Type = V1.OrderType.Limit,
        TimeInForce = V1.TimeInForce.Day,
        Status = status,
        Quantity = new V1.Decimal { Mantissa = 100 },
        FilledQuantity = new V1.Decimal(),
        LimitPrice = new V1.Decimal { Mantissa = 4_851, Exponent = 2 },
        RequestedTimeNs = TimeNs,
        Sequence = 900 + id,
    };

    public static V1.EngineEvent Event(long sequence, string kind, params (string Name, string Value)[] fields)
    {
        var record = new V1.EngineEvent
        {
            Sequence = sequence,
            CauseSequence = sequence,
            TimeNs = TimeNs + sequence,
            Kind = kind,
            Instrument = "AIG",
        };
        record.Fields.Add(fields.Select(field => new V1.EventField { Name = field.Name, Value = field.Value }));
        return record;
    }

    // Cents with the exponent of money.
    public static V1.Decimal Money(long cents) => new() { Mantissa = cents * 1_000_000, Exponent = 8 };
}
