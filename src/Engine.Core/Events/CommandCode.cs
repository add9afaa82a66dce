namespace Engine.Core.Events;

/// <summary>
/// What became of an operator's command. Journaled: the numbers are permanent. Negative means refused, and that nothing
/// was changed.
/// </summary>
public enum CommandCode
{
    Done = 0,

    /// <summary>What was asked for was so already.</summary>
    AlreadyInForce = 1,

    /// <summary>There was nothing to do it to.</summary>
    NothingToDo = 2,

    /// <summary>Noted; it is applied when a second principal commands the same.</summary>
    AwaitsSecondPerson = 3,

    /// <summary>Head and identity do not fit together; a client that builds its records itself.</summary>
    MalformedCommand = -100,
    RoleNotAllowed = -101,
    WrongPhase = -102,
    IdempotencyKeyReused = -103,
    IdempotencyKeysFull = -104,
    UnknownScope = -105,
    UnknownHold = -106,
    HoldsFull = -107,
    UnsupportedStopMode = -108,
    UnknownOrder = -109,
    PermissionReadOnly = -110,
    HoldNotReleasable = -111,

    /// <summary>The detail of the answer is the code of the denial.</summary>
    OrderDenied = -112,

    /// <summary>Settings or overlay have changed since the plan was made.</summary>
    PlanOutdated = -113,
    AboveCeiling = -114,
    InvalidLimits = -115,

    /// <summary>No ledger of that currency, or no room for one more.</summary>
    UnknownCurrency = -150,

    /// <summary>Not above zero, or figures would not fit 64 bits.</summary>
    InvalidAmount = -151,

    /// <summary>More would be paid out than the equity in that currency.</summary>
    BeyondEquity = -152,
    /// <summary>Only an order in state Unknown is resolved by hand.</summary>
    OrderNotUnknown = -125,

    /// <summary>Filled, but executions are missing and no price was given for them.</summary>
    PriceNeeded = -126,

    /// <summary>What the engine has seen of the order rules it out.</summary>
    EvidenceContradicted = -127,

    /// <summary>No such execution is waiting for an order.</summary>
    UnknownExecution = -128,

    /// <summary>No order of another is observed under this id.</summary>
    UnknownForeignOrder = -129,
    /// <summary>No command of this content waits for a second person.</summary>
    NothingToApprove = -116,

    /// <summary>The principal who approves is the one who gave the command.</summary>
    SamePerson = -117,
    /// <summary>No confirmed difference of that kind is known there.</summary>
    NoSuchDifference = -135,

    /// <summary>The venue's figure is not the one that the operator has looked at.</summary>
    DifferenceMoved = -136,

    /// <summary>The adoption opens a position, and no cost was stated for it.</summary>
    CostMissing = -137,
    /// <summary>The account that was named is not the one of this journal.</summary>
    WrongAccount = -120,

    /// <summary>The size factor is none of the configured steps.</summary>
    NotALadderStep = -121,

    /// <summary>Parked, the positions would lose the stops and targets that the engine holds for them.</summary>
    ProtectionHeld = -140,
    /// <summary>No such breaker, or it does not exist in this scope.</summary>
    UnknownBreaker = -130,

    /// <summary>The detail of the answer is the engine time from which on a reset is taken.</summary>
    BreakerCoolingDown = -131,

    /// <summary>The detail of the answer is the measure.</summary>
    BreakerStillExceeded = -132,
    BaselineUnsupported = -133,
}
