namespace Engine.Core.Replay;

/// <summary>
/// What the codes of risk and commands mean: number and name, meaning, remedy, a line each. The meanings are those of
/// docs/ARCHITECTURE.md.
/// </summary>
internal static class DecisionCodeTexts
{
    public const string Risk = """
        0 Accepted
        allowed
        nothing to do
        -1 UnknownInstrument
        no definition of the instrument is in force
        wait until its source has defined it; a misspelt symbol never is
        -2 InvalidQuantity
        zero, negative, or a replacement for no more than is executed already
        ask for a positive quantity, above what is executed
        -3 InvalidPrice
        no positive limit where the type has one, or a limit where it has none
        give a positive limit to limit, stop-limit and limit-on-close orders, and none to others
        -4 UnsupportedOrderType
        no type that there is
        use a type of docs/ORDERS.md
        -5 UnsupportedTimeInForce
        no time in force that there is, or not one of this order type
        use a combination of docs/ORDERS.md
        -6 OffTick
        the price is no multiple of the tick
        round the price to instruments.SYMBOL.tickSize
        -7 OffLot
        the quantity is no multiple of the lot
        round the quantity to instruments.SYMBOL.lotSize
        -8 UnknownOrder
        no such order, or another strategy's
        check the id with `enginectl orders list`
        -9 OrderTerminal
        the order is over
        nothing to do: the order is over
        -10 ReplacePending
        a replacement is on its way
        wait for the answer to the replacement
        -11 CancelPending
        a cancel is on its way
        wait for the answer to the cancel
        -12 InvalidSide
        neither buy nor sell
        give buy or sell
        -13 OrderStateUnknown
        nothing can be asked of an order in state Unknown but a cancel
        wait for reconciliation to find the order, or cancel it
        -14 DuplicateIntent
        the venue was shown an intent twice; about the intent, not the order
        look into the venue's log: the intent had arrived before
        -15 InvalidStopPrice
        no positive stop where the type has one, or a stop where it has none
        give a positive stop to stop and stop-limit orders, and none to others
        -16 InvalidTrail
        not exactly one trail, in price or in up to 5000 basis points, where the type has one
        give a trailing stop one distance, and none to others
        -17 InvalidExpireTime
        a good-till-date order that ends now or before, or an end where there is none
        give an end in the future to good-till-date orders, and none to others
        -18 StopOnWrongSide
        the market has reached the stop already
        use a market order, or a stop beyond the market
        -19 NoSessionClose
        no close of a session is known for an order on the close
        use another type, or a calendar that closes
        -20 NotRunning
        the phase forbids it
        wait until the engine is Running; see `enginectl status`
        -21 PermissionReducing
        a hold allows only what reduces, or a reduce-only order would do more
        release the hold that the record names, or send an order that only reduces
        -22 PermissionHalted
        a hold halts trading
        release the hold that the record names
        -23 PermissionReadOnly
        a hold lets nothing leave
        release the hold that the record names: it lets nothing leave
        -24 StrategyDisabled
        the strategy has thrown
        mend the strategy; it takes part again in a new journal
        -25 UnsupportedStopMode
        the engine was told to stop in a way that it cannot
        stop with a mode that the engine has
        -26 FlattenInProgress
        positions are being closed: strategies may ask for nothing there
        wait for the end of the flatten
        -27 UnknownExecution
        a bust or a correction of an execution that has not come: it waits for it
        nothing to do; if the execution never comes, ask the venue with `enginectl reconcile run`
        -28 ExecutionForgotten
        a bust or a correction of an execution that is not kept any more: nothing was changed
        compare with the venue by `enginectl reconcile run`; raise limits.executionsReversible
        -29 ExecutionTakenBack
        a correction of an execution that was taken back: it counts as nothing
        nothing to do
        -30 ParkedFull
        a bust or a correction came before its execution, and too many wait already: it is lost
        compare with the venue by `enginectl reconcile run`; raise limits.parkedRestatementsMax
        -40 OrderQuantityLimit
        `maxOrderQuantity`
        order less, or raise the limit
        -41 OrderNotionalLimit
        `maxOrderNotional`
        order less, or raise the limit
        -42 PositionLimit
        `maxPosition` or `maxPositionNotional`, at the worst case of all open orders
        reduce the position or cancel working orders, or raise the limit
        -43 PriceCollar
        farther than `priceCollarBps` from mid or last trade
        order nearer to the market, or widen the collar
        -44 StaleQuote
        market data older than `staleQuoteMs`
        look at the feed, or raise the limit
        -45 NoReferencePrice
        no price to measure against
        wait for a quote or a trade
        -46 OrderRateLimit
        `orderRatePerSecond` with `orderBurst`
        order less often, or raise rate or burst
        -47 InFlightLimit
        `maxInFlight` intents are unsent; for cancels, `limits.inFlightMessages`
        wait for the gateway; look at the venue connection
        -48 OpenOrdersLimit
        `maxOpenOrders` of account, instrument or strategy
        cancel orders, or raise the limit
        -49 ShortSelling
        it may take the position below zero, and that is not allowed
        sell at most what is held, or allow short selling
        -50 GroupFull
        reserved; not given by this version
        nothing to do
        -51 Overflow
        a figure does not fit 64 bits
        look into the figures: something is absurdly large
        -52 OrderTableFull
        reserved; a strategy gets order id 0 instead
        raise limits.ordersRetained in a new journal
        -53 MarketClosed
        the calendar of the instrument is closed
        wait for the session; check the calendar
        -54 StrategyPositionLimit
        `maxPosition` of the strategy
        reduce the strategy's position, or raise its limit
        -55 GrossExposureLimit
        `maxGrossExposure`, every working order at its worst case
        reduce positions or cancel working orders, or raise the limit
        -56 NetExposureLimit
        `maxNetExposure`, long or short, every working order at its worst case
        reduce positions or cancel working orders, or raise the limit
        -57 ConcentrationLimit
        `maxConcentrationBps` of the equity in one instrument, or there is no equity
        hold less of the instrument, or raise the limit
        -58 OpenPositionsLimit
        `maxOpenPositions` instruments are held or ordered already
        close a position, or raise the limit
        -59 BuyingPower
        the exposure times `marginRateBps` would take more than the equity
        reduce positions, pay in, or lower the margin rate
        -60 Restricted
        the instrument is in `restricted`: only what reduces may be ordered
        reduce only, or take the symbol off the list
        -61 StrategyCapitalLimit
        `maxCapital` of the strategy, over all its instruments, every working order at its worst case
        close something of the strategy's, or raise its limit
        -62 RepeatedIntent
        an equal intent was let through less than `repeatWindowMs` ago
        look why the strategy asks twice; wait, or shorten the window
        -63 SelfCross
        it would meet a working order of this account on the other side
        cancel that order first, or allow it with `selfCross`
        -64 OrdersPerMinuteLimit
        `maxOrdersPerMinute`
        order less often, or raise the limit
        -65 OrdersPerDayLimit
        `maxOrdersPerDay`, of the account day
        wait for the next account day, or raise the limit
        -66 NotionalPerMinuteLimit
        `maxNotionalPerMinute`
        order less, or raise the limit
        -67 NotionalPerDayLimit
        `maxNotionalPerDay`, of the account day
        wait for the next account day, or raise the limit
        -68 MessageRateLimit
        the connection has no message for it: `messagesPerSecond` with `messageBurst`, after cancels
        order less often, or raise rate or burst as far as the venue allows
        -69 RepeatedReject
        identical intents were refused `maxIdenticalRejects` times; one is let through every `rejectProbeMs`
        look at the first refusals; it ends by itself when one is let through
        -90 NoUsableMark
        no price says what a position would be worth: none came yet, or the last is far off and nothing has confirmed it
        wait for a quote or a second print; see `marks.collarBps`
        -91 Maintenance
        a maintenance window is in its lead time, in which nothing is opened, or open, when nothing is sent but cancels
        wait for its end; see `maintenance.*`
        -80 LadderRoundsToZero
        the size ladder leaves less than a lot of what was asked for
        ask for more, or go up a step with `enginectl ladder set`
        -85 InvalidGroup
        the first order of the group is not one of the same strategy and instrument that works
        name a working order, not an immediate one, of the same strategy and instrument
        -86 InvalidProtection
        a protection whose stop or target lies on the wrong side, or that nothing can be held for
        give stop and target on their sides of the price, or none
        -87 ProtectionsFull
        `limits.protectionsMax` orders are protected already
        wait until others are closed, or raise the limit in a new journal
        """;

    public const string Command = """
        0 Done
        applied
        nothing to do
        1 AlreadyInForce
        it was so already; nothing was changed
        nothing to do
        2 NothingToDo
        there was nothing to do it to: no order, no hold
        nothing to do
        3 AwaitsSecondPerson
        noted; it is applied when a second principal commands the same in time
        let a second person give the same command
        -100 MalformedCommand
        the records of the command contradict each other
        use a client of the same version as the engine
        -101 RoleNotAllowed
        the role of the principal does not cover it
        ask somebody whose role covers it
        -102 WrongPhase
        not in this phase of the engine
        wait for the phase, or see the table of commands
        -103 IdempotencyKeyReused
        the key belongs to a command of other content
        give every new command a new key
        -104 IdempotencyKeysFull
        no key can be remembered: all are younger than 24 hours
        wait until the oldest keys are a day old, or raise limits.idempotencyKeysMax in a new journal
        -105 UnknownScope
        no such strategy or instrument id
        give the id of a strategy or an instrument that there is
        -106 UnknownHold
        no hold of this id is in force
        list the holds with `enginectl holds`
        -107 HoldsFull
        `limits.holdsMax`; the last slots are the engine's own
        release holds that are no longer needed
        -108 UnsupportedStopMode
        the engine cannot stop this way
        stop with drain, cancel, flatten or park; a backtest cannot flatten
        -109 UnknownOrder
        the engine knows no order of this id
        check the id with `enginectl orders list`
        -110 PermissionReadOnly
        a hold lets nothing leave, not even cancels
        release the hold that lets nothing leave
        -111 HoldNotReleasable
        a hold of this kind ends with its cause alone
        remove the cause: what places it also releases it
        -112 OrderDenied
        risk has denied the order; the detail of the answer is its code
        explain the code of the denial
        -113 PlanOutdated
        settings or limits have changed since the plan was made, or it was another plan
        make the plan again, look at it, and apply it with its hash
        -114 AboveCeiling
        the limit is above the ceiling of the file, or above the file's own value where there is none
        ask for less, or raise risk.ceiling.* in the file
        -115 InvalidLimits
        a key is no limit that can be changed, or its value cannot be used
        make the plan: it names key and remedy
        -150 UnknownCurrency
        the account has no ledger in that currency, or no room for one more
        give a currency that `enginectl pnl` lists
        -151 InvalidAmount
        the amount is not above zero, or the figures would not fit 64 bits
        give an amount above zero
        -152 BeyondEquity
        more would leave the account than it is worth in that currency
        check amount and currency; book what the broker's statement says
        -125 OrderNotUnknown
        the order is not Unknown: the venue has said, or will say, what became of it
        look with `enginectl orders show`; what works is canceled, not resolved
        -126 PriceNeeded
        filled, but executions are missing, and their price was not given
        give --price with the average price that the broker's statement shows
        -127 EvidenceContradicted
        what the engine has seen of the order rules it out: executed, or taken by the venue
        resolve it as canceled: what was executed stays counted
        -128 UnknownExecution
        no execution of this id waits for an order
        list them with `enginectl orders unattributed`
        -129 UnknownForeignOrder
        no order of another is observed under this id
        list them with `enginectl orders list --foreign`
        -116 NothingToApprove
        no command of this content waits for a second person: it has expired, was approved, or was never given
        list what waits with `enginectl approvals`, or give the command itself
        -117 SamePerson
        the principal who approves is the one who gave the command
        let somebody else approve it, with a credential of his own
        -135 NoSuchDifference
        no confirmed difference of that kind is known there
        run `enginectl reconcile run`, then `enginectl reconcile diff`
        -136 DifferenceMoved
        the venue's figure is not the one that the operator has looked at
        look at `enginectl reconcile diff` again and name the figure that it shows
        -137 CostMissing
        the adoption opens a position, and no cost was stated for it
        state what a unit has cost with --cost
        -120 WrongAccount
        the account that was named is not the one of this journal
        look which engine you talk to; name its account
        -121 NotALadderStep
        the size factor is none of the steps of `risk.ladder.steps`
        give one of the steps, or 0
        -140 ProtectionHeld
        parked, the positions would be without the stops and targets that the engine holds
        flatten instead, or park with `--accept-held-protection`
        -130 UnknownBreaker
        there is no such breaker, or it does not exist in this scope
        list the breakers with `enginectl breakers`; give the scope that the list shows
        -131 BreakerCoolingDown
        the breaker has tripped too short a time ago; the detail of the answer is when a reset is taken
        use the time to find out why it tripped, then reset
        -132 BreakerStillExceeded
        the measure of the breaker still exceeds its limit; the detail of the answer is the measure
        wait until it has fallen, or reset with a new baseline where the breaker has one
        -133 BaselineUnsupported
        what this breaker measures cannot begin anew by command
        remove the cause, then reset without a baseline
        """;
}
