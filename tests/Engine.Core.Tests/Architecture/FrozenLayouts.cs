namespace Engine.Core.Tests.Architecture;

/// <summary>
/// What journals and snapshots that exist depend on, written down by hand and by number. A line here changes only
/// together with the schema version, an upcaster and docs/JOURNAL_FORMAT.md; new kinds and codes are added.
/// </summary>
internal static class FrozenLayouts
{
    /// <summary>Type and size, then field@offset+size.</summary>
    public const string Records = """
        AccountDayPayload 88: Date@0+4 StartTimeNs@8+8 EndTimeNs@16+8
        AccountDayRolledPayload 88: Date@0+4 NextDate@4+4 RollTimeNs@8+8 Currency@16+8 Equity@24+8 StartEquity@32+8
            DayFlows@40+8 DayProfit@48+8 DayRealizedProfit@56+8 DayCommissions@64+8 PeakEquity@72+8
        AdoptCommandPayload 88: VenueFigure@0+8 CostPrice@8+8 IsCash@16+1 AdoptedQuantity@24+8 AdoptedMoney@32+8
        ArmCommandPayload 88: Account@0+32
        BarPayload 88: Open@0+8 High@8+8 Low@16+8 Close@24+8 Volume@32+8 StartTimeNs@40+8 IntervalNs@48+8
            EventTimeNs@56+8 ReceiveTimeNs@64+8 SourceRow@72+8
        BreakerCommandPayload 88: Breaker@0+1 Scope@1+1 SetsBaseline@2+1 ScopeId@4+4
        BreakerPayload 88: Breaker@0+1 Scope@1+1 Action@2+1 IsCommanded@3+1 ScopeId@4+4 Measure@8+8 Limit@16+8
            WindowNs@24+8 Sample@32+8 HoldId@40+4 HasNewBaseline@44+1 ResettableNs@48+8 Who@56+32
        CalendarDayPayload 88: CalendarId@0+4 Date@4+4 OpenTimeNs@8+8 CloseTimeNs@16+8 IsEarlyClose@24+1
        CancelCommandPayload 88: OrderId@0+8 Scope@8+1 IsMine@9+1 ScopeId@12+4
        CashFlowPayload 88: FlowKind@0+1 Currency@8+8 CashAmount@16+8
        CashReportPayload 88: Currency@0+8 Balance@8+8 VenueEventId@16+8 VenueTimeNs@24+8 QueryId@32+8
        CommandAnswerPayload 88: RequestId@0+8 AppliedSequence@8+8 OrderId@16+8 Detail@24+8 Code@32+4
            OrdersAffected@36+4 HoldsPlaced@40+4 HoldsReleased@44+4 HoldsRemaining@48+4 HoldId@52+4 CommandKind@56+2
            Permission@58+1 Phase@59+1 IsRepeat@60+4 HashHigh@64+8 HashLow@72+8 AppliedTimeNs@80+8
        CommandIdentityPayload 88: RequestId@0+8 KeyHigh@8+8 KeyLow@16+8 BodyHigh@24+8 BodyLow@32+8 Principal@40+32
            Role@72+1 IsReasonClipped@73+1 OperatorNameBytes@74+1 IsApproval@75+1 ReasonBytes@76+4 BodyBytes@80+4
        CommandPayload 88: Operator@0+32 Reason@32+32 TargetId@64+4 Scope@68+1 Permission@69+1 StopMode@70+1
            HoldKind@71+1 EventTimeNs@72+8 ScopeId@80+4 CancelPolicy@84+1 AcceptsHeldProtection@85+1
        ConfigPayload 88: Sha256@0+32 TextBytes@32+4 EventTimeNs@40+8
        DeniedCallsPayload 88: Principal@0+32 Method@32+32 Calls@64+8 WindowMs@72+4 Reason@76+1
        DifferencePayload 88: Kind@0+4 Correction@4+1 IsCritical@5+1 Id@8+8 Engine@16+8 Venue@24+8 BasisPoints@32+4
            Confirmations@36+4
        EngineEvent 128: Sequence@0+8 CauseSequence@8+8 TimestampNs@16+8 Kind@24+2 Flags@26+1 SchemaVersion@27+1
            InstrumentId@28+4 AccountDay@32+88 AccountDayRolled@32+88 Adopt@32+88 Arm@32+88 Bar@32+88 Breaker@32+88
            BreakerCommand@32+88 CalendarDay@32+88 Cancel@32+88 CashFlow@32+88 CashReport@32+88 Command@32+88
            CommandAnswer@32+88 CommandIdentity@32+88 Config@32+88 DeniedCalls@32+88 Difference@32+88 Execution@32+88
            Flatten@32+88 ForeignOrder@32+88 Hold@32+88 Instrument@32+88 Lifecycle@32+88 Limits@32+88 LogLevel@32+88
            Maintenance@32+88 Order@32+88 OrderCommand@32+88 OrderEvidence@32+88 OrderReport@32+88 OrderRounded@32+88
            OrderTerms@32+88 PositionReport@32+88 Query@32+88 Quote@32+88 Restatement@32+88 RiskFigures@32+88
            SettingsReloaded@32+88 Signal@32+88 SizeFactor@32+88 Source@32+88 StateHash@32+88 Text@32+88 Trade@32+88
            Vitals@32+88 StrategyId@120+2 LaneId@122+2 Checksum@124+4
        ExecutionPayload 88: ExecutionId@0+32 OrderId@32+8 Price@40+8 Quantity@48+8 Commission@56+8 VenueTimeNs@64+8
            VenueEventId@72+8 BrokerOrderId@80+4 Side@84+1 IsQueryAnswer@85+1 CorrectionNumber@86+2
        FlattenPayload 88: RemainingQuantity@0+8 OrderId@8+8 Code@16+4 Attempts@20+4 Refusal@24+4 Instruments@28+4
            Flat@32+4 Remaining@36+4 WorkingOrders@40+4 Differences@44+4 DurationNs@48+8 Scope@56+1 ScopeId@60+4
        ForeignOrderPayload 88: VenueOrderId@0+8 VenueEventId@8+8 VenueTimeNs@16+8 LimitPrice@24+8 Quantity@32+8
            CumulativeQuantity@40+8 QueryId@48+8 Reference@56+24 Side@80+1 Type@81+1 TimeInForce@82+1 Status@83+1
            ClientId@84+4
        HoldPayload 88: HoldId@0+4 Scope@4+1 HoldKind@5+1 Permission@6+1 ScopeId@8+4 ReasonCode@12+4 Who@16+32
            Why@48+32
        InstrumentPayload 88: Symbol@0+24 Class@24+1 PriceExponent@25+1 SizeExponent@26+1 IsShortable@27+1 LocalId@28+4
            Currency@32+8 Multiplier@40+8 TickSize@48+8 LotSize@56+8 ExpiryTimeNs@64+8 SourceRow@72+8 CalendarId@80+4
        LifecyclePayload 88: RunEpoch@0+4 SessionEpoch@4+4 Mode@8+1 FromPhase@9+1 ToPhase@10+1 WasUnclean@11+1
            CutRecords@12+4 Account@16+32 Build@48+24 EventTimeNs@72+8 PreviousSequence@80+8
        LimitsCommandPayload 88: PlanHigh@0+8 PlanLow@8+8
        LogLevelPayload 88: Level@0+4
        MaintenancePayload 88: LeadStartTimeNs@0+8 StartTimeNs@8+8 EndTimeNs@16+8 Window@24+24 Stage@48+1
            FromStage@49+1 OrdersCanceled@52+4
        OrderCommandPayload 88: LimitPrice@0+8 Quantity@8+8 Side@16+1 Type@17+1 TimeInForce@18+1 IsReduceOnly@19+1
            HoldId@20+4 StopPrice@24+8 TrailPrice@32+8 ExpireTimeNs@40+8 OcoGroup@48+8 ProtectStopPrice@56+8
            ProtectTargetPrice@64+8 ProtectTrailPrice@72+8 TrailBps@80+4 ProtectTrailBps@84+4
        OrderEvidencePayload 88: ExecutionId@0+32 OrderId@32+8 VenueOrderId@40+8 Price@48+8 Status@56+1
        OrderPayload 88: OrderId@0+8 LimitPrice@8+8 Quantity@16+8 BrokerOrderId@24+4 SessionEpoch@28+4 Side@32+1
            Type@33+1 TimeInForce@34+1 Class@35+1 Code@36+4 Limit@40+8 Measured@48+8 ReferencePrice@56+8 Tag@64+8
            SourceEventTimeNs@72+8 HoldSequence@80+8
        OrderReportPayload 88: OrderId@0+8 VenueEventId@8+8 VenueTimeNs@16+8 CumulativeQuantity@24+8
            LeavesQuantity@32+8 LimitPrice@40+8 Quantity@48+8 BrokerOrderId@56+4 Reason@60+4 Status@64+1 Side@65+1
            IntentSequence@72+8 SessionEpoch@80+4
        OrderRoundedPayload 88: OrderId@0+8 AskedPrice@8+8 AskedQuantity@16+8 TickSize@24+8 LotSize@32+8
        OrderTermsPayload 88: OrderId@0+8 StopPrice@8+8 TrailPrice@16+8 ExpireTimeNs@24+8 OcoGroup@32+8
            ParentOrderId@40+8 ProtectStopPrice@48+8 ProtectTargetPrice@56+8 ProtectTrailPrice@64+8 TrailBps@72+4
            ProtectTrailBps@76+4 Leg@80+4
        PositionReportPayload 88: Quantity@0+8 VenueEventId@8+8 VenueTimeNs@16+8 QueryId@24+8 CashFlow@32+8
            HasCashFlow@40+1
        QueryPayload 88: QueryId@0+8 RowCount@8+8 VenueEventId@16+8 VenueTimeNs@24+8 Query@32+1 IsComplete@33+1
            Differences@40+8 OrderId@48+8 SessionEpoch@56+4
        QuotePayload 88: BidPrice@0+8 AskPrice@8+8 BidSize@16+8 AskSize@24+8 EventTimeNs@32+8 ReceiveTimeNs@40+8
            SourceRow@48+8 EarliestReceiveTimeNs@56+8 ConflatedCount@64+4
        RestatementPayload 88: ExecutionId@0+32 OrderId@32+8 QuantityChange@40+8 CashChange@48+8 ProfitChange@56+8
            CommissionChange@64+8 CumulativeQuantity@72+8 Kind@80+1 Status@81+1 CorrectionNumber@82+2 WasParked@84+4
        RiskFiguresPayload 88: OrderId@0+8 BidPrice@8+8 AskPrice@16+8 LastTradePrice@24+8 QuoteAgeNs@32+8
            PositionQuantity@40+8 OpenBuyQuantity@48+8 OpenSellQuantity@56+8 Exposure@64+8 Equity@72+8 Margin@80+8
        SettingsReloadedPayload 88: RequestId@0+8 Outcome@8+1 IsLogLevelChanged@9+1 Changes@12+4 TextBytes@16+4
        SignalPayload 88: Value@0+8 Code@8+8 ReferencePrice@16+8 TargetQuantity@24+8
        SizeFactorCommandPayload 88: StrategyId@0+4 PerTenThousand@4+4
        SourcePayload 88: Sha256@0+32 FileBytes@32+8 RowCount@40+8 SkippedRows@48+8 EventTimeNs@56+8 PathBytes@64+4
            Format@68+1 Seed@72+8 OptionsHash@80+8
        StateHashPayload 88: RecordsDigest@0+8 StateDigest@8+8 RecordCount@16+8
        TextPayload 88: Bytes@0+88
        TradePayload 88: Price@0+8 Size@8+8 EventTimeNs@16+8 ReceiveTimeNs@24+8 SourceRow@32+8
        VitalsPayload 88: LatencyNsMax@0+8 JournalLagNsMax@8+8 WindowNs@16+8
        """;

    /// <summary>Type and underlying integer, then name=number.</summary>
    public const string Enums = """
        BarKind Byte: None=0 Time=1 Tick=2 Volume=3
        BreakerAction Byte: None=0 Reducing=1 Halted=2 Flatten=3
        BreakerKind Byte: None=0 Drawdown=1 DailyLoss=2 OrderRate=3 RejectRatio=4 ErrorRate=5 ConsecutiveLosses=6
            Latency=7 MarketDataGap=8 Volatility=9 ReconciliationDifference=10 UnknownOrders=11 JournalLag=12 Manual=13
        CancelPolicy Byte: None=0 Opening=1 All=2 Keep=3
        CashFlowKind Byte: None=0 Deposit=1 Withdrawal=2 Dividend=3
        CommandCode Int32: BeyondEquity=-152 InvalidAmount=-151 UnknownCurrency=-150 ProtectionHeld=-140
            CostMissing=-137 DifferenceMoved=-136 NoSuchDifference=-135 BaselineUnsupported=-133
            BreakerStillExceeded=-132 BreakerCoolingDown=-131 UnknownBreaker=-130 UnknownForeignOrder=-129
            UnknownExecution=-128 EvidenceContradicted=-127 PriceNeeded=-126 OrderNotUnknown=-125 NotALadderStep=-121
            WrongAccount=-120 SamePerson=-117 NothingToApprove=-116 InvalidLimits=-115 AboveCeiling=-114
            PlanOutdated=-113 OrderDenied=-112 HoldNotReleasable=-111 PermissionReadOnly=-110 UnknownOrder=-109
            UnsupportedStopMode=-108 HoldsFull=-107 UnknownHold=-106 UnknownScope=-105 IdempotencyKeysFull=-104
            IdempotencyKeyReused=-103 WrongPhase=-102 RoleNotAllowed=-101 MalformedCommand=-100 Done=0 AlreadyInForce=1
            NothingToDo=2 AwaitsSecondPerson=3
        DenialReason Byte: None=0 Unauthenticated=1 PermissionDenied=2 TooManyCalls=3
        EngineMode Byte: None=0 Backtest=1 Paper=2 Live=3
        EnginePhase Byte: None=0 Starting=1 Reconciling=2 Running=3 Stopping=4 Stopped=5
        EventFlags Byte: None=0 LastOfGroup=1 Continuation=2 EndsSegment=4 HasTerms=8
        EventKind UInt16: None=0 Quote=100 Trade=101 Bar=102 InstrumentDefined=105 CalendarDay=106 ConfigApplied=107
            SourceOpened=110 SourceEnded=111 ConflationCounted=112 OrderSent=120 OrderAccepted=121 OrderRejected=122
            Execution=123 OrderCanceled=124 OrderExpired=125 OrderReplaced=126 CancelRejected=127 ReplaceRejected=128
            OrderStatusReported=130 PositionReported=131 QueryCompleted=132 VenueConnected=133 VenueDisconnected=134
            OrderNotSent=135 ExecutionBusted=136 ExecutionCorrected=137 CashReported=138 ForeignOrderReported=139
            ClockTick=150 Continuation=151 ClockStepped=152 DeniedCallsCounted=153 SettingsReloaded=154 AccountDay=155
            MaintenanceWindow=156 VitalsMeasured=158 HoldCommanded=160 ReleaseCommanded=161 CancelAllCommanded=162
            StopCommanded=163 CancelCommanded=164 FlattenCommanded=165 OrderCommanded=166 ReconcileCommanded=167
            SnapshotCommanded=169 RotateCommanded=170 LimitsCommanded=171 LimitsAcceptCommanded=172
            LogLevelCommanded=173 ArmCommanded=174 DisarmCommanded=175 SizeFactorCommanded=176 BreakerTripCommanded=177
            BreakerResetCommanded=178 OrderResolveCommanded=179 OrderAdoptCommanded=180 ExecutionAttributeCommanded=181
            CashFlowCommanded=182 PositionAdoptCommanded=183 CommandIdentity=199 Signal=200 OrderRequested=210
            OrderDenied=211 CancelRequested=212 CancelDenied=213 ReplaceRequested=214 ReplaceDenied=215
            OrderBecameUnknown=216 OrderResolved=217 OrderTerms=218 ReconciliationRequested=220
            ReconciliationDifference=221 ReconciliationCompleted=222 PositionAdopted=223 StrategyDisabled=230
            HoldPlaced=240 HoldReleased=241 PhaseChanged=242 InputRefused=243 RiskFigures=247 CancelDeferred=248
            OrderRounded=249 CommandAnswered=250 PositionFlattened=251 FlattenCompleted=252 ExecutionBooked=257
            ExecutionRestated=258 OrderAdopted=259 AccountDayRolled=260 MaintenanceChanged=261 BreakerWarned=263
            BreakerTripped=264 BreakerReset=265 StateHash=290 EngineStarted=300 EngineStopped=301 MarketDataStarted=302
        FlattenCode Int32: BelowLot=-203 MarketClosed=-202 RetriesExhausted=-201 BlockedByOrder=-200 None=0 Flat=1
        HoldKind Byte: None=0 Operator=1 Breaker=2 Disk=3 StageFault=4 Reconciliation=5 Feed=6 UnapprovedBuild=7
            UncleanStart=8 Configuration=9
        HoldScope Byte: None=0 Account=1 Strategy=2 Instrument=3
        InstrumentClass Byte: None=0 Equity=1 Forex=2 Future=3 Option=4 Crypto=5 Cfd=6
        LogVerbosity Int32: None=0 Error=1 Warning=2 Information=3 Debug=4
        MaintenanceStage Byte: None=0 Draining=1 Closed=2
        OperatorRole Byte: None=0 Viewer=1 Emergency=2 Operator=3 Admin=4
        OrderClass Byte: None=0 Opening=1 Reducing=2 Protective=3 EmergencyExit=4
        OrderLeg Int32: None=0 ProtectiveStop=1 ProfitTarget=2
        OrderStatus Byte: None=0 PendingNew=1 Accepted=2 PartiallyFilled=3 PendingCancel=4 PendingReplace=5 Filled=6
            Canceled=7 Rejected=8 Expired=9 Unknown=10
        OrderType Byte: None=0 Market=1 Limit=2 Stop=3 StopLimit=4 TrailingStop=5 MarketOnClose=6 LimitOnClose=7
        Permission Byte: None=0 Active=1 Reducing=2 Halted=3 ReadOnly=4
        QueryKind Byte: None=0 OpenOrders=1 Executions=2 Positions=3 OrderStatus=4
        ReconciliationCorrection Byte: None=0 ApplyExecutions=1 ResolveOrder=2 AdoptOrder=3 AdoptPosition=4 AdoptCash=5
        ReloadOutcome Byte: None=0 Applied=1 Refused=2 Unchanged=3
        RestatementKind Byte: None=0 Busted=1 Corrected=2 Attributed=3 Superseded=4
        RiskCode Int32: Maintenance=-91 NoUsableMark=-90 ProtectionsFull=-87 InvalidProtection=-86 InvalidGroup=-85
            LadderRoundsToZero=-80 RepeatedReject=-69 MessageRateLimit=-68 NotionalPerDayLimit=-67
            NotionalPerMinuteLimit=-66 OrdersPerDayLimit=-65 OrdersPerMinuteLimit=-64 SelfCross=-63 RepeatedIntent=-62
            StrategyCapitalLimit=-61 Restricted=-60 BuyingPower=-59 OpenPositionsLimit=-58 ConcentrationLimit=-57
            NetExposureLimit=-56 GrossExposureLimit=-55 StrategyPositionLimit=-54 MarketClosed=-53 OrderTableFull=-52
            Overflow=-51 GroupFull=-50 ShortSelling=-49 OpenOrdersLimit=-48 InFlightLimit=-47 OrderRateLimit=-46
            NoReferencePrice=-45 StaleQuote=-44 PriceCollar=-43 PositionLimit=-42 OrderNotionalLimit=-41
            OrderQuantityLimit=-40 ParkedFull=-30 ExecutionTakenBack=-29 ExecutionForgotten=-28 UnknownExecution=-27
            FlattenInProgress=-26 UnsupportedStopMode=-25 StrategyDisabled=-24 PermissionReadOnly=-23
            PermissionHalted=-22 PermissionReducing=-21 NotRunning=-20 NoSessionClose=-19 StopOnWrongSide=-18
            InvalidExpireTime=-17 InvalidTrail=-16 InvalidStopPrice=-15 DuplicateIntent=-14 OrderStateUnknown=-13
            InvalidSide=-12 CancelPending=-11 ReplacePending=-10 OrderTerminal=-9 UnknownOrder=-8 OffLot=-7 OffTick=-6
            UnsupportedTimeInForce=-5 UnsupportedOrderType=-4 InvalidPrice=-3 InvalidQuantity=-2 UnknownInstrument=-1
            Accepted=0
        Side Byte: None=0 Buy=1 Sell=2
        SourceFormat Byte: None=0 TickCsv=1 BarCsv=2 Simulated=3
        StopMode Byte: None=0 Drain=1 Cancel=2 Flatten=3 Park=4
        TimeInForce Byte: None=0 Day=1 ImmediateOrCancel=2 FillOrKill=3 GoodTillCanceled=4 GoodTillDate=5
        VenueReason Int32: None=0 UnknownInstrument=1 InvalidPrice=2 InvalidQuantity=3 NoMarket=4 RandomReject=5
            UnknownOrder=6 TooLate=7 EndOfSession=8 RemainderOfImmediate=9 NotReceived=10 DuplicateOrder=11
            Requested=12 Halted=13 ConnectionLost=14 TooManyOrders=15 SessionFenced=16 WrongAccount=17 InvalidTerms=30
            NotFillable=31 GroupExecuted=32 GoodTillDate=33
        """;

    /// <summary>One entry per type and per member; indented lines go on with the type above.</summary>
    public static IReadOnlyList<string> Entries(IEnumerable<string> lines)
    {
        var entries = new List<string>();
        var owner = "";
        foreach (var line in lines)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var first = 0;
            if (words.Length > 0 && !line.StartsWith(' '))
            {
                owner = words[0];
                entries.Add(words[0] + " " + words[1]);
                first = 2;
            }
            for (var i = first; i < words.Length; i++) entries.Add(owner + "." + words[i]);
        }
        return entries;
    }
}
