namespace Engine.Core.Events;

/// <summary>
/// What a record says. The numbers are written to the journal: a number is never reused or changed.
/// 100-199 inputs, 200-299 decisions derived from inputs, 300-399 the life of the engine.
/// </summary>
public enum EventKind : ushort
{
    None = 0,

    // 100-119: the market and its definitions
    Quote = 100,
    Trade = 101,
    Bar = 102,
    InstrumentDefined = 105,
    CalendarDay = 106,
    ConfigApplied = 107,
    SourceOpened = 110,
    SourceEnded = 111,
    ConflationCounted = 112,

    // 120-149: what the venue says
    OrderSent = 120,
    OrderAccepted = 121,
    OrderRejected = 122,
    Execution = 123,
    OrderCanceled = 124,
    OrderExpired = 125,
    OrderReplaced = 126,
    CancelRejected = 127,
    ReplaceRejected = 128,
    OrderStatusReported = 130,
    PositionReported = 131,
    QueryCompleted = 132,
    VenueConnected = 133,
    VenueDisconnected = 134,
    OrderNotSent = 135,
    ExecutionBusted = 136,
    ExecutionCorrected = 137,
    ForeignOrderReported = 139,
    CashReported = 138,

    // 150-199: time and commands
    ClockTick = 150,
    Continuation = 151,
    ClockStepped = 152,
    AccountDay = 155,
    MaintenanceWindow = 156,

    /// <summary>Calls that the control plane has not let in, counted over a window of real time.</summary>
    DeniedCallsCounted = 153,

    /// <summary>The host has read its settings again, and what came of it. Text records follow.</summary>
    SettingsReloaded = 154,
    VitalsMeasured = 158,
    HoldCommanded = 160,
    ReleaseCommanded = 161,
    CancelAllCommanded = 162,
    StopCommanded = 163,
    CancelCommanded = 164,
    FlattenCommanded = 165,
    OrderCommanded = 166,
    ReconcileCommanded = 167,
    SnapshotCommanded = 169,
    RotateCommanded = 170,
    LimitsCommanded = 171,
    LimitsAcceptCommanded = 172,
    CashFlowCommanded = 182,
    OrderResolveCommanded = 179,
    OrderAdoptCommanded = 180,
    ExecutionAttributeCommanded = 181,
    LogLevelCommanded = 173,
    PositionAdoptCommanded = 183,
    ArmCommanded = 174,
    DisarmCommanded = 175,
    SizeFactorCommanded = 176,
    BreakerTripCommanded = 177,
    BreakerResetCommanded = 178,

    /// <summary>Continuation of a command: who gave it, and under which key. Text records follow.</summary>
    CommandIdentity = 199,

    // 200-299: decisions
    Signal = 200,
    OrderRequested = 210,
    OrderDenied = 211,
    CancelRequested = 212,
    CancelDenied = 213,
    ReplaceRequested = 214,
    ReplaceDenied = 215,
    OrderBecameUnknown = 216,
    OrderResolved = 217,

    /// <summary>What does not fit the record before it: stop price, trail, expiry, group, protection.</summary>
    OrderTerms = 218,
    ReconciliationRequested = 220,
    ReconciliationDifference = 221,
    ReconciliationCompleted = 222,
    PositionAdopted = 223,
    StrategyDisabled = 230,
    HoldPlaced = 240,
    HoldReleased = 241,
    PhaseChanged = 242,
    InputRefused = 243,

    /// <summary>What risk looked at when it denied the order or replacement of the record before it.</summary>
    RiskFigures = 247,

    /// <summary>A cancel that waits for a message of the connection's rate.</summary>
    CancelDeferred = 248,

    /// <summary>What was asked for before risk rounded the order of the record before it to tick and lot.</summary>
    OrderRounded = 249,
    CommandAnswered = 250,
    PositionFlattened = 251,
    FlattenCompleted = 252,
    AccountDayRolled = 260,
    MaintenanceChanged = 261,
    ExecutionBooked = 257,
    ExecutionRestated = 258,
    OrderAdopted = 259,
    BreakerWarned = 263,
    BreakerTripped = 264,
    BreakerReset = 265,
    StateHash = 290,

    // 300-399: lifecycle inputs
    EngineStarted = 300,
    EngineStopped = 301,
    MarketDataStarted = 302,
}
