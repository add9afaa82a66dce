namespace Engine.Core.Events;

/// <summary>
/// Why an order, cancel or replace was allowed or denied. Journaled: the numbers are permanent. Negative means denied.
/// The first check that fails names the denial; the order of the checks is in docs/ARCHITECTURE.md.
/// </summary>
public enum RiskCode
{
    Accepted = 0,

    // -1..-19: the request itself
    UnknownInstrument = -1,
    InvalidQuantity = -2,
    InvalidPrice = -3,
    UnsupportedOrderType = -4,
    UnsupportedTimeInForce = -5,
    OffTick = -6,
    OffLot = -7,
    UnknownOrder = -8,
    OrderTerminal = -9,
    ReplacePending = -10,
    CancelPending = -11,
    InvalidSide = -12,
    OrderStateUnknown = -13,
    DuplicateIntent = -14,
    InvalidStopPrice = -15,
    InvalidTrail = -16,
    InvalidExpireTime = -17,
    StopOnWrongSide = -18,
    NoSessionClose = -19,

    // -20..-39: phase and permission
    NotRunning = -20,
    PermissionReducing = -21,
    PermissionHalted = -22,
    PermissionReadOnly = -23,
    StrategyDisabled = -24,
    UnsupportedStopMode = -25,
    FlattenInProgress = -26,

    // -40..-79: limits
    // -27..-30: busts and corrections
    UnknownExecution = -27,
    ExecutionForgotten = -28,
    ExecutionTakenBack = -29,
    ParkedFull = -30,

    // -40..-69: limits
    OrderQuantityLimit = -40,
    OrderNotionalLimit = -41,
    PositionLimit = -42,
    PriceCollar = -43,
    StaleQuote = -44,
    NoReferencePrice = -45,
    OrderRateLimit = -46,
    InFlightLimit = -47,
    OpenOrdersLimit = -48,
    ShortSelling = -49,
    GroupFull = -50,
    Overflow = -51,
    OrderTableFull = -52,
    MarketClosed = -53,
    StrategyPositionLimit = -54,
    GrossExposureLimit = -55,
    NetExposureLimit = -56,
    ConcentrationLimit = -57,
    OpenPositionsLimit = -58,
    BuyingPower = -59,
    Restricted = -60,
    StrategyCapitalLimit = -61,
    RepeatedIntent = -62,
    SelfCross = -63,
    OrdersPerMinuteLimit = -64,
    OrdersPerDayLimit = -65,
    NotionalPerMinuteLimit = -66,
    NotionalPerDayLimit = -67,
    MessageRateLimit = -68,
    RepeatedReject = -69,

    // -90..-94: what the engine knows of the world
    NoUsableMark = -90,
    Maintenance = -91,
    /// <summary>The size ladder leaves less than a lot of what was asked for.</summary>
    LadderRoundsToZero = -80,

    // -85..-89: groups and protection
    InvalidGroup = -85,
    InvalidProtection = -86,
    ProtectionsFull = -87,
}
