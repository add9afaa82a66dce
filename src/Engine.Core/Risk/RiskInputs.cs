using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>What the checks need to know of the world outside risk, gathered by the caller. Absent prices and times are
/// <see cref="FixedPoint.Absent"/>.</summary>
public struct RiskInputs
{
    public int InstrumentId;

    /// <summary>0 for an order of the operator.</summary>
    public int StrategyId;

    public int PriceExponent;
    public int SizeExponent;
    public long Multiplier;
    public long TickSize;
    public long LotSize;
    public bool IsShortable;
    public bool IsMarketOpen;

    /// <summary>There is a connection whose messages are limited; not in a backtest.</summary>
    public bool IsMetered;

    /// <summary>Cancels wait for a message of that connection: nothing else gets one.</summary>
    public bool AreCancelsWaiting;

    public MaintenanceStage Maintenance;

    /// <summary>It is known what a position is worth; else nothing is opened.</summary>
    public bool HasUsableMark;
    public bool IsStrategyEnabled;

    public long Bid;
    public long Ask;
    public long Last;

    /// <summary>Engine time of the newest quote.</summary>
    public long QuoteTimeNs;

    /// <summary>Engine time of the newest trade.</summary>
    public long TradeTimeNs;

    /// <summary>What the order says beyond its payload; all zero if it says nothing.</summary>
    public OrderTermsPayload Terms;

    /// <summary>Close of the session of the instrument; absent if none is known, the largest number if it never closes.
    /// </summary>
    public long SessionCloseNs;

    /// <summary>The group that the terms name is one of the same strategy and instrument, and works.</summary>
    public bool IsGroupKnown;

    /// <summary>The engine can hold the protection of one more order.</summary>
    public bool HasProtectionRoom;

    public long NowNs;
    public EnginePhase Phase;

    /// <summary>From <see cref="HoldTable.PermissionFor"/>.</summary>
    public Permission Permission;

    /// <summary>Number of the account day that it is now; caps of a day begin anew with each.</summary>
    public long AccountDay;

    /// <summary>Of the account in the currency of the instrument, money.</summary>
    public long Equity;

    /// <summary>Of the account in the instrument, signed.</summary>
    public long Position;

    /// <summary>Of the strategy in the instrument, signed.</summary>
    public long StrategyPosition;

    /// <summary>
    /// What the strategy holds and has working in the other instruments of the same currency, each at its worst case;
    /// money. Only where <see cref="RiskGate.HasCapitalLimit"/>.
    /// </summary>
    public long StrategyCapitalElsewhere;
}
