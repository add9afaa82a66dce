namespace Engine.Core.State;

/// <summary>Numbers of the snapshot parts, in one place so that none is used twice. Never reused.</summary>
public static class StateParts
{
    public const int EngineCore = 1;
    public const int Lanes = 2;
    public const int LaneInstruments = 3;
    public const int Timers = 4;
    public const int Control = 5;
    public const int Flatten = 6;

    public const int Instruments = 10;
    public const int Markets = 11;
    public const int CalendarDays = 12;

    public const int AccountPositions = 20;
    public const int StrategyPositions = 21;
    public const int Account = 22;
    public const int Currencies = 23;

    public const int Orders = 30;
    public const int OrderCounters = 31;
    public const int ExecutionIds = 32;
    public const int ExecutionSessions = 33;

    public const int RiskInstruments = 40;
    public const int RiskAccount = 41;
    public const int Holds = 42;
    public const int HoldCounters = 43;
    public const int RiskOpen = 44;
    public const int RiskStrategies = 45;
    public const int Limits = 46;
    public const int LimitsText = 47;
    public const int RiskRates = 48;
    public const int RiskSeconds = 49;

    public const int Reconciliation = 50;
    public const int ReconciliationOrders = 51;
    public const int ReconciliationPositions = 52;
    public const int ReconciliationReport = 53;
    public const int ReconciliationInstruments = 54;
    public const int ReconciliationFindings = 55;
    public const int Adoptions = 56;
    public const int ReconciliationBalances = 125;

    public const int Strategies = 60;

    public const int CommandKeys = 70;
    public const int CommandKeyCounters = 71;
    public const int Approvals = 72;
    public const int Edge = 73;

    public const int VenueMarkets = 80;
    public const int VenueOrders = 81;
    public const int VenueResponses = 82;
    public const int VenueCounters = 83;
    public const int VenueExecutions = 84;
    public const int VenueArrivals = 85;
    public const int VenueSessions = 86;

    public const int RiskExposures = 113;
    public const int RiskCurrencies = 114;
    public const int RecentIntents = 115;
    public const int RepeatedRejects = 116;
    public const int AccountDays = 117;
    public const int DayLedgers = 118;
    public const int Marks = 119;
    public const int Maintenance = 120;
    public const int ExecutionEntries = 105;
    public const int ExecutionCounters = 106;
    public const int ParkedRestatements = 107;
    public const int ForeignOrders = 108;
    public const int ForeignCounters = 109;
    public const int OrderTerms = 100;
    public const int Protections = 101;
    public const int Arming = 110;
    public const int SizeFactors = 111;
    public const int Breakers = 121;
    public const int BreakerAccount = 122;
    public const int BreakerWindows = 123;
    public const int BreakerLosses = 124;

    /// <summary>Bars being built: 200 + position of the kind of bar in the order of asking.</summary>
    public const int BarsBase = 200;

    /// <summary>Tables of strategies: 1000 + 100 x strategy id + position of the table.</summary>
    public const int StrategyBase = 1000;
}
