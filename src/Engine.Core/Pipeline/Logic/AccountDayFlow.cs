using Engine.Core.Events;
using Engine.Core.Portfolio;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// The day of the account: rolls it when it is due, and books money that comes or goes without a trade.
/// </summary>
internal sealed class AccountDayFlow
{
    private readonly LogicParts _parts;

    public AccountDayFlow(LogicParts parts) => _parts = parts;

    public void OnAccountDay(GroupWriter group, in EngineEvent e)
    {
        var isFirst = !_parts.AccountDays.View.HasBegun;
        var code = _parts.AccountDays.OnAccountDay(in e.AccountDay, e.TimestampNs);
        if (isFirst && _parts.AccountDays.View.HasBegun) _parts.Portfolio.BeginDay();
        if (code != PortfolioCode.Applied) _parts.RefuseInput(group, (int)code);
    }

    /// <summary>
    /// Before the input of that time: what the day earned is what it had earned when it ended. The first day begins
    /// without a record, because none ended.
    /// </summary>
    public void Roll(GroupWriter group, long nowNs)
    {
        var ended = _parts.AccountDays.Current;
        _parts.AccountDays.Begin(nowNs);
        if (ended.IsKnown) AppendFigures(group, in ended);
        _parts.Portfolio.BeginDay();
        ForgetLossBaseline();
    }

    public CommandCode Judge(in CashFlowPayload flow)
    {
        if (flow.FlowKind is CashFlowKind.None or > CashFlowKind.Dividend || flow.Currency[0] == 0)
            return CommandCode.MalformedCommand;
        if (flow.CashAmount <= 0) return CommandCode.InvalidAmount;

        var index = _parts.Portfolio.View.IndexOfCurrency(in flow.Currency);
        if (flow.FlowKind == CashFlowKind.Deposit) return CommandCode.Done;
        if (index < 0) return CommandCode.UnknownCurrency;
        var isBeyond = flow.FlowKind == CashFlowKind.Withdrawal
            && flow.CashAmount > _parts.Portfolio.View.Currency(index).Equity;
        return isBeyond ? CommandCode.BeyondEquity : CommandCode.Done;
    }

    public CommandCode Apply(in CashFlowPayload flow, ref CommandAnswerPayload answer)
    {
        var code = Judge(in flow);
        if (code != CommandCode.Done) return code;

        var amount = flow.FlowKind == CashFlowKind.Withdrawal ? -flow.CashAmount : flow.CashAmount;
        switch (_parts.Portfolio.ApplyFlow(flow.FlowKind, in flow.Currency, amount))
        {
            case PortfolioCode.Applied:
                answer.Detail = amount;
                return CommandCode.Done;
            case PortfolioCode.CurrenciesFull:
                return CommandCode.UnknownCurrency;
            default:
                return CommandCode.InvalidAmount;
        }
    }

    // A loss that counted from a reset counts from the roll again; a breaker that has tripped stays so.
    private void ForgetLossBaseline()
    {
        _parts.Causes |= BreakerCauses.Equity;
        if (_parts.Breakers.StateOf(BreakerKind.DailyLoss, HoldScope.Account, 0).HasBaseline == 0) return;

        ref var loss = ref _parts.Breakers.Edit(BreakerKind.DailyLoss, HoldScope.Account, 0);
        loss.HasBaseline = 0;
        loss.Baseline = 0;
    }

    private void AppendFigures(GroupWriter group, in AccountDayState ended)
    {
        var portfolio = _parts.Portfolio.View;
        for (var index = 0; index < portfolio.CurrencyCount; index++)
        {
            ref readonly var ledger = ref portfolio.Currency(index);
            ref readonly var day = ref portfolio.DayLedger(index);
            var figures = portfolio.Figures(index);
            ref var record = ref group.Append(EventKind.AccountDayRolled, instrumentId: -1, strategyId: 0)
                .AccountDayRolled;
            record.Date = (int)ended.Date;
            record.NextDate = _parts.AccountDays.View.Date;
            record.RollTimeNs = ended.EndNs;
            record.Currency = ledger.Code;
            record.Equity = figures.Equity;
            record.StartEquity = day.StartEquity;
            record.DayFlows = figures.DayFlows;
            record.DayProfit = figures.DayProfit;
            record.DayRealizedProfit = ledger.RealizedProfit - day.StartRealizedProfit;
            record.DayCommissions = ledger.Commissions - day.StartCommissions;
            record.PeakEquity = figures.PeakEquity;
        }
    }
}
