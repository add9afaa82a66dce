using System.Globalization;
using Engine.Core.Breakers;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Risk;

namespace Engine.Core.Replay;

/// <summary>Puts what a command would do into words. On the thread of the model.</summary>
public static class CommandPreviewer
{
    public static CommandPreview Of(LogicChain chain, ReadOnlySpan<EngineEvent> records)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var result = chain.Preview(records);
        var does = new List<string>();
        var doesNot = new List<string>();
        if (result.Code < 0) does.Add($"Nothing: it would be refused with {result.Code} ({(int)result.Code}).");
        else if (result.Code == CommandCode.AwaitsSecondPerson)
            does.Add("Waits for a second person who commands the same.");
        else if (result.IsRepeat != 0) does.Add($"Nothing: its key was applied at {result.AppliedSequence}.");
        else if (result.Code == CommandCode.AlreadyInForce && records[0].Kind != EventKind.HoldCommanded)
            does.Add("Nothing: it is so already.");
        else Describe(in records[0], in result, does, doesNot);
        if (records[0].Kind == EventKind.LimitsCommanded) DescribePlan(chain.PlanLimits(records), does, doesNot);
        return new CommandPreview
        {
            Sequence = chain.Cursor.LastSequence,
            Result = result,
            Does = does,
            DoesNot = doesNot,
            After =
            [
                $"Phase {result.Phase}, permission {result.Permission}.",
                Count(result.HoldsRemaining, "hold", "in force"),
            ],
        };
    }

    private static void Describe(
        in EngineEvent head, in CommandAnswerPayload result, List<string> does, List<string> doesNot)
    {
        CommandVerbs.TryOf(in head, out var verb);
        switch (verb)
        {
            case OperatorVerb.Pause or OperatorVerb.Halt:
                does.Add(result.HoldsPlaced > 0 ? $"Holds {ScopeOf(in head)} {head.Command.Permission}."
                    : $"Leaves the hold on {ScopeOf(in head)} as it is.");
                does.Add(Count(result.OrdersAffected, "working order", "canceled"));
                if (verb == OperatorVerb.Halt) does.Add("Keeps every order from the venue that is not written yet.");
                doesNot.Add("Closes no position: flatten does.");
                break;
            case OperatorVerb.Resume or OperatorVerb.Release:
                does.Add(Count(result.HoldsReleased, "hold", "released"));
                doesNot.Add("Sends again nothing that was canceled or not sent.");
                if (verb == OperatorVerb.Resume) doesNot.Add("Releases no hold that the engine has placed.");
                break;
            case OperatorVerb.Cancel:
                does.Add(Count(result.OrdersAffected, "working order", "canceled"));
                doesNot.Add("Keeps strategies from sending new ones: pause or halt does.");
                break;
            case OperatorVerb.Flatten:
                does.Add(Count(result.OrdersAffected, "working order", "canceled"));
                does.Add(Count((int)result.Detail, "position", "closed"));
                does.Add("Halts the scope until somebody resumes it.");
                doesNot.Add("Touches nothing that this engine does not hold.");
                break;
            case OperatorVerb.TripBreaker:
                does.Add($"Trips the breaker {head.BreakerCommand.Breaker}; its hold stays until it is reset.");
                does.Add(Count(result.OrdersAffected, "working order", "canceled"));
                break;
            case OperatorVerb.ResetBreaker:
                does.Add($"Arms the breaker {head.BreakerCommand.Breaker} again.");
                does.Add(Count(result.HoldsReleased, "hold", "released"));
                if (head.BreakerCommand.SetsBaseline != 0)
                    does.Add($"Begins anew: {BreakerTable.Of(head.BreakerCommand.Breaker).BaselineClears}.");
                doesNot.Add("Releases no other hold, and sends again nothing that was canceled.");
                break;
            case OperatorVerb.Submit:
                does.Add("Submits one order, if risk lets it through when it is given.");
                break;
            case OperatorVerb.ResolveOrder:
                does.Add($"Ends order {result.OrderId} as {head.OrderEvidence.Status}.");
                if (result.Detail > 0) does.Add("Books what no execution came for, at the price given.");
                doesNot.Add("Tells the venue nothing, and cancels nothing there.");
                break;
            case OperatorVerb.AdoptOrder:
                does.Add("Makes the order one of this engine, of no strategy.");
                doesNot.Add("Cancels nothing: orders cancel does.");
                break;
            case OperatorVerb.AttributeExecution:
                does.Add($"Gives the execution to order {result.OrderId} and to its strategy.");
                doesNot.Add("Changes nothing for the account: there it counts already.");
                break;
            case OperatorVerb.LogLevel:
                does.Add(result.Code == CommandCode.AlreadyInForce
                    ? $"Nothing: the level is {head.LogLevel.Level} already."
                    : $"Tells {head.LogLevel.Level} and what is above it, until the process ends or a reload.");
                doesNot.Add("Changes nothing in the file, and nothing in the journal is left out.");
                break;
            case OperatorVerb.Stop:
                does.Add($"Stops the engine, mode {head.Command.StopMode}.");
                does.Add(Count(result.OrdersAffected, "working order", "canceled"));
                if (head.Command.StopMode == StopMode.Flatten)
                    does.Add(Count((int)result.Detail, "position", "closed"));
                else doesNot.Add("Closes no position.");
                break;
            case OperatorVerb.MoveCash:
                var amount = FixedPoint.Format(head.CashFlow.CashAmount, FixedPoint.MoneyExponent, decimalsMin: 2);
                does.Add($"Books a {head.CashFlow.FlowKind} of {amount} {head.CashFlow.Currency.ToString()}.");
                does.Add("Moves cash, the baseline of the day and the peak by it.");
                doesNot.Add("Moves no money at the broker.");
                break;
            case OperatorVerb.Arm:
                does.Add("Lets this build with this configuration trade the account.");
                does.Add(Count(result.HoldsReleased, "hold", "released"));
                doesNot.Add("Releases no other hold.");
                break;
            case OperatorVerb.Disarm:
                does.Add("Lets nothing leave any more, until an administrator arms the account.");
                doesNot.Add("Cancels nothing: "
                    + Count((int)result.Detail, "working order", "left working at the venue"));
                doesNot.Add("Lets no cancel pass either: cancel, or halt, before it.");
                break;
            case OperatorVerb.SetSizeFactor:
                does.Add(string.Create(CultureInfo.InvariantCulture,
                    $"Opens {head.SizeFactor.PerTenThousand} parts of ten thousand of what strategy "
                    + $"{head.SizeFactor.StrategyId} asks for; before {result.Detail}."));
                doesNot.Add("Trades nothing: positions and working orders stay as they are.");
                doesNot.Add("Scales nothing that closes.");
                break;
            case OperatorVerb.Rotate:
                does.Add("Ends the current segment of the journal with the group of this command.");
                doesNot.Add("Seals nothing and deletes nothing: the run goes on in the next segment.");
                break;
            default:
                does.Add($"{verb}.");
                break;
        }
    }

    private static void DescribePlan(LimitsPlan plan, List<string> does, List<string> doesNot)
    {
        if (plan.Problem.Length > 0) does.Add(plan.Problem);
        foreach (var change in plan.Changes) does.Add(change.Line);
        if (plan.IsLooser) does.Add("It loosens: an administrator has to apply it.");
        doesNot.Add("Changes nothing in the file: the overlay goes before it until it is taken back.");
    }

    private static string ScopeOf(in EngineEvent head) => head.Command.Scope == HoldScope.Account
        ? "the account"
        : string.Create(CultureInfo.InvariantCulture, $"{head.Command.Scope} {head.Command.ScopeId}");

    private static string Count(int count, string what, string verb) => string.Create(
        CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")} {verb}.");
}
