namespace Engine.Core.Replay;

/// <summary>
/// What holds, market data, venues and exit codes mean: number and name, meaning, remedy, a line each.
/// </summary>
internal static class StateCodeTexts
{
    public const string Hold = """
        0 Done
        the hold was placed or released
        nothing to do
        1 AlreadyPlaced
        an equal hold is in force
        nothing to do
        -1 TableFull
        limits.holdsMax holds are in force
        release holds that are no longer needed
        -2 UnknownHold
        no hold of this id is in force
        list the holds
        -3 UnknownScope
        no such strategy or instrument id
        give the id of one that there is
        -4 InvalidKind
        the kind of hold is none
        use a client of the same version as the engine
        -5 InvalidPermission
        a hold must restrict: Reducing, Halted or ReadOnly
        give one of them
        """;

    public const string Flatten = """
        0 None
        the flatten goes on
        wait for its end
        1 Flat
        nothing is held and nothing works
        nothing to do
        -200 BlockedByOrder
        an order did not come to its end, so the position cannot be known
        ask the venue for the order; when it is over, flatten again
        -201 RetriesExhausted
        the closing orders were not executed, or refused
        look at the refusal, then flatten again or close by hand
        -202 MarketClosed
        the market was closed
        flatten again in the session, or set flatten.outOfSession to wait
        -203 BelowLot
        what is left is smaller than a lot
        close it with the broker
        """;

    public const string HoldKind = """
        0 None
        no hold
        nothing to do
        1 Operator
        an operator has paused or halted
        resume the scope, or release the hold by its id
        2 Breaker
        a circuit breaker has tripped
        find out why, then reset the breaker with `enginectl breakers reset`
        3 Disk
        the journal's device is nearly full
        make room, then release the hold
        4 StageFault
        a stage of the engine has failed
        find the fault in the log, mend it and start anew
        5 Reconciliation
        the venue and the engine differ in an order or a position
        compare both, settle the difference, then release the hold
        6 Feed
        market data has fallen silent
        look at the source of the data, then release the hold
        7 UnapprovedBuild
        the account is not armed for this build with this configuration
        look at both, then arm the account: `enginectl arm ACCOUNT`
        8 UncleanStart
        the run before did not stop in order and orders may be at the venue
        compare orders and positions with the venue, then release the hold
        9 Configuration
        the limits of the file changed under an overlay of limits
        look at both with `enginectl limits show`, then accept them
        """;

    public const string Market = """
        0 Accepted
        taken
        nothing to do
        -1 UnknownInstrument
        an event of an instrument that is not defined
        look at the source: it must define before it quotes
        -2 DefinitionDiffers
        the symbol is defined already, and differently
        begin a new journal for the new definition
        -3 InstrumentTableFull
        limits.instrumentsMax instruments are defined
        raise the limit in a new journal
        -4 InvalidDefinition
        no symbol, an exponent above 9, or a tick, lot or multiplier that is not above zero
        mend instruments.SYMBOL.*
        -5 LaneIdOutOfRange
        a source defines more instruments than limits.instrumentsPerLaneMax
        raise the limit in a new journal
        -6 LaneIdTaken
        a source gives one of its ids to two instruments
        mend the source
        -7 VolumeOverflow
        the traded volume does not fit 64 bits
        look into the data: a size is absurdly large
        -10 InvalidSession
        a session closes before it opens, or has no calendar
        mend the file of the calendar
        -11 SessionDiffers
        the calendar has another session at this time
        begin a new journal for the new calendar
        -12 CalendarTableFull
        limits.calendarDaysMax sessions are known
        raise the limit in a new journal
        """;

    public const string Venue = """
        0 None
        no reason was given
        nothing to do
        1 UnknownInstrument
        the venue does not know the instrument
        check the symbol with the venue
        2 InvalidPrice
        the venue does not take this price
        check tick and limits of the venue
        3 InvalidQuantity
        the venue does not take this quantity
        check lot and limits of the venue
        4 NoMarket
        a market order and nothing to trade against
        wait for a quote
        5 RandomReject
        the simulated venue rejects some orders on purpose
        set venue.rejectPpm to 0
        6 UnknownOrder
        the venue knows no such order
        nothing to do: it is not there
        7 TooLate
        the order was over already
        nothing to do
        8 EndOfSession
        the session of the market has ended
        send it again in the next session
        9 RemainderOfImmediate
        what an IOC order did not execute at once
        nothing to do
        10 NotReceived
        the venue never received it and never will
        nothing to do
        11 DuplicateOrder
        the venue had seen this order before
        look into the venue's log
        12 Requested
        canceled because it was asked to
        nothing to do
        13 Halted
        not sent, because the engine was halted
        nothing to do
        14 ConnectionLost
        not sent, because there was no session with the venue
        look at the connection to the venue
        15 TooManyOrders
        the venue holds as many working orders as it can
        cancel some, or raise venue.openOrdersMax in a new journal
        16 SessionFenced
        another engine has taken over the account at the venue
        stop one of the two
        17 WrongAccount
        the venue keeps the log of another account
        start the venue and the engine with the same account
        30 InvalidTerms
        type, time in force and terms of the order do not fit together at the venue
        see the table in docs/ORDERS.md; an end may have come while the order was on its way
        31 NotFillable
        a fill-or-kill order that could not be filled whole
        nothing to do; it was canceled
        32 GroupExecuted
        an order of its group was executed: one cancels the other
        nothing to do
        33 GoodTillDate
        the time that the order named has come
        nothing to do
        """;

    public const string EngineExit = """
        0 Clean
        stopped in order
        nothing to do
        3 WorkRemaining
        stopped in order, orders still working
        look at the orders at the venue, or start again
        4 RefusedToStart
        a setting, the journal or a file cannot be used; a restart does not help
        do what the message says
        5 Halted
        a stage or the journal failed, a data row is bad, the disk was full, or it was aborted
        look at the message before you restart
        64 Usage
        wrong command line
        see --help
        """;

    public const string ControlExit = """
        0 Ok
        done, and the answer is good
        nothing to do
        1 Negative
        degraded, or a negative answer
        read the answer
        2 Unhealthy
        unhealthy or failed: a damaged journal, a replay that differs
        do what the message says
        3 Unreachable
        there is no such engine or journal, or it cannot be read
        check address or path
        4 Refused
        refused by policy
        do what the message says
        5 TimedOut
        timed out with work remaining
        look at the orders that are named
        64 Usage
        the command line cannot be understood
        see --help
        """;
}
