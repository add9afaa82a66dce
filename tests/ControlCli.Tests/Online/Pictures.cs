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

    /// <summary>The n-th report of one run.</summary>
    public static V1.LatencyReport Latency(int n) => new()
    {
        Sequence = 1_000 + n,
        RunEpoch = 3,
        Spans =
        {
            new V1.LatencyFigures
            {
                Name = "tick_to_order",
                Count = 999 + n,
                P50Ns = 850,
                P90Ns = 2_000,
                P99Ns = 12_300,
                P999Ns = 4_560_000,
                MaxNs = 50_000_000,
                RecentMaxNs = 1_000 * n,
            },
            new V1.LatencyFigures { Name = "order_to_fill" },
        },
    };

    /// <summary>The n-th picture of one run.</summary>
    public static V1.EngineInternals Internals(int n) => new()
    {
        Sequence = 1_000 + n,
        RunEpoch = 3,
        IsMeasured = true,
        StallLimitNs = 10_000_000,
        Lanes = { new V1.LaneInternals { Id = 16, Name = "sim", Capacity = 1_024, Occupied = 40, Written = 500 * n } },
        Ring = new V1.RingInternals
        {
            Capacity = 65_536,
            Occupied = 12,
            Published = 900 * n,
            Waits = 3,
            Batches = 9 * n,
        },
        Threads =
        {
            new V1.ThreadInternals
            {
                Name = "logic",
                Stages = { "logic" },
                StageAtWork = "logic",
                IsRunning = true,
                CpuNs = 400_000_000L * n,
                LongestNs = 52_000_000,
                RecentLongestNs = 3_000_000,
                Stalls = 2,
                StalledNs = 64_000_000,
            },
        },
        Lags = new V1.LagInternals { DurableRecords = 5, FollowerRecords = 250 },
        Memory = new V1.MemoryInternals { Collections = { 4, 1, 0 }, AllocatedBytes = 1_000_000L * n },
        Streams = new V1.StreamInternals { JournalReaders = 1, JournalReadersMax = 32 },
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

    public static V1.Breaker Breaker() => new()
    {
        Name = "volatility",
        Scope = new V1.Scope { Instrument = "AIG" },
        Standing = V1.BreakerStanding.Tripped,
        Measure = new V1.Decimal { Mantissa = 1_200 },
        Limit = new V1.Decimal { Mantissa = 1_000 },
        Margin = new V1.Decimal { Mantissa = -200 },
        Unit = "bps",
        Action = "Halted",
        Trips = 1,
        HoldId = 7,
        TrippedTimeNs = TimeNs,
        ResettableTimeNs = TimeNs,
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
