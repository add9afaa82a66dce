namespace Engine.Core.Events;

/// <summary>Journaled. Why the venue, or the gateway, said so.</summary>
public enum VenueReason : int
{
    None = 0,
    UnknownInstrument = 1,
    InvalidPrice = 2,
    InvalidQuantity = 3,

    /// <summary>A market order and nothing to trade against.</summary>
    NoMarket = 4,

    /// <summary>The simulated venue rejects some orders on purpose.</summary>
    RandomReject = 5,
    UnknownOrder = 6,

    /// <summary>The order was already terminal.</summary>
    TooLate = 7,
    EndOfSession = 8,
    RemainderOfImmediate = 9,

    /// <summary>The venue never received it and never will: its session is over.</summary>
    NotReceived = 10,
    DuplicateOrder = 11,

    /// <summary>Canceled because it was asked to.</summary>
    Requested = 12,

    /// <summary>Not sent: the engine was halted.</summary>
    Halted = 13,
    ConnectionLost = 14,

    /// <summary>The venue holds as many working orders as it can.</summary>
    TooManyOrders = 15,

    /// <summary>A newer session of the same account took over; this one may never send again.</summary>
    SessionFenced = 16,

    /// <summary>The venue keeps the log of another account.</summary>
    WrongAccount = 17,

    /// <summary>Type, time in force and terms of the order do not fit together.</summary>
    InvalidTerms = 30,

    /// <summary>A fill-or-kill order that could not be filled whole.</summary>
    NotFillable = 31,

    /// <summary>An order of its group was executed: one cancels the other.</summary>
    GroupExecuted = 32,

    /// <summary>The time that a good-till-date order named has come.</summary>
    GoodTillDate = 33,
}
