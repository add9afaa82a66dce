using System.Globalization;
using Engine.Core.Breakers;
using Engine.Core.Control;
using Engine.Core.Events;

namespace Engine.Grpc.Services;

/// <summary>What a command does, and what one might expect of it and it does not do, a line each, for people.</summary>
internal static class CommandTexts
{
    public static IEnumerable<string> Effects(CommandDraft draft)
    {
        switch (draft.Verb)
        {
            case OperatorVerb.Pause:
                yield return "places an operator's hold: only what reduces exposure, and cancels, pass";
                yield return "cancels working orders that could increase exposure, unless risk.cancelOnReducing is "
                    + "false";
                break;
            case OperatorVerb.Resume:
                yield return "releases the operators' own holds of exactly this scope";
                break;
            case OperatorVerb.Halt:
                yield return "places an operator's hold: only cancels, protective legs and emergency exits pass";
                yield return "stops every order that is not written to the venue yet (reason Halted)";
                yield return draft.CancelPolicy switch
                {
                    CancelPolicy.All => "cancels every working order, protective ones too",
                    CancelPolicy.Keep => "leaves every working order working",
                    _ => "cancels working orders that open or could increase exposure",
                };
                break;
            case OperatorVerb.Release:
                yield return "releases this one hold";
                break;
            case OperatorVerb.Flatten:
                yield return "cancels the working orders of the scope, closes what this engine holds there, halts it";
                yield return "goes on after a restart until it is done; the journal tells each step";
                break;
            case OperatorVerb.Submit:
                yield return "requests one order, which risk has let through";
                break;
            case OperatorVerb.ChangeLimits:
                yield return "puts the limits of the plan over those of the file, also after a restart";
                break;
            case OperatorVerb.AcceptLimits:
                yield return "lets the limits that were changed go on over the file as it is now";
                break;
            case OperatorVerb.TripBreaker:
                yield return "trips the breaker: its hold is in force until the breaker is reset";
                yield return "cancels working orders of the scope that open or could increase exposure";
                yield return "closes the positions of the scope, where the breaker is configured to flatten";
                break;
            case OperatorVerb.ResetBreaker:
                yield return "arms the breaker again and releases its hold";
                if (draft.SetsBaseline)
                    yield return "begins its measure anew: " + BreakerTable.Of(draft.Breaker).BaselineClears;
                break;
            case OperatorVerb.Reconcile:
                yield return "asks the venue for orders, executions and positions, and compares";
                break;
            case OperatorVerb.AdoptPosition:
                yield return draft.Adoption.IsCash != 0
                    ? "books the venue's cash in this instrument against the reconciliation account"
                    : "books the venue's position in this instrument against the reconciliation account";
                break;
            case OperatorVerb.Snapshot:
                yield return "writes a snapshot of the state at this sequence";
                break;
            case OperatorVerb.MoveCash:
                yield return "moves cash, the baseline of the day and the peak of the equity by the amount";
                break;
            case OperatorVerb.LogLevel:
                yield return $"tells {draft.LogLevel} and what is above it, until the process ends or its settings are "
                    + "read again";
                break;
            case OperatorVerb.SetSizeFactor:
                yield return $"opens {draft.PerTenThousand} parts of ten thousand of what the strategy asks for";
                yield return "scales the strategy's limits of position and of the value of an opening order with it";
                break;
            case OperatorVerb.Arm:
                yield return "lets this build with this configuration trade the account, until either changes";
                break;
            case OperatorVerb.Disarm:
                yield return "lets nothing leave any more, until an administrator arms the account";
                break;
            case OperatorVerb.Rotate:
                yield return "ends the segment of the journal with the group of this sequence; what comes next begins "
                    + "another";
                break;
            case OperatorVerb.ResolveOrder:
                yield return $"ends the order as {draft.Status.ToString().ToLowerInvariant()} on the evidence given";
                if (draft.Price != FixedPoint.Absent)
                    yield return "books what no execution came for, at this price, until executions of the venue come";
                break;
            case OperatorVerb.AdoptOrder:
                yield return "makes the order one of this engine, of no strategy: it can be canceled now";
                break;
            case OperatorVerb.AttributeExecution:
                yield return "gives the execution to the order and to its strategy, as if it had always been theirs";
                break;
            case OperatorVerb.Stop:
                yield return "stops the engine in order, and the process with it";
                yield return draft.StopMode switch
                {
                    StopMode.Drain => "waits for working orders until the deadline",
                    StopMode.Cancel => "cancels working orders and waits for the venue's word",
                    StopMode.Park => "leaves working orders at the venue",
                    _ => "cancels working orders and closes positions",
                };
                break;
            default:
                yield return draft.OrderId != 0 ? "asks the venue to cancel this order"
                    : draft.IsMine ? "asks the venue to cancel the orders that this principal submitted"
                    : "asks the venue to cancel every working order of the scope, protective ones too";
                break;
        }
    }

    /// <summary>What is still to be done for a command that needs two persons.</summary>
    public static string Awaits(long sequence) => string.Create(CultureInfo.InvariantCulture,
        $"nothing yet: it waits for a second person, who approves it under {sequence} (enginectl approve {sequence})");

    /// <param name="detail">Of the answer; its meaning depends on the command.</param>
    public static IEnumerable<string> DoesNot(CommandDraft draft, long detail)
    {
        switch (draft.Verb)
        {
            case OperatorVerb.Pause:
                yield return "does not close positions";
                yield return "does not cancel orders that only reduce exposure";
                break;
            case OperatorVerb.Resume:
                yield return "does not release holds of the engine, of breakers, or of other scopes";
                yield return "does not bring back orders that were canceled";
                break;
            case OperatorVerb.Halt:
                yield return "does not close positions";
                yield return "does not stop the process; market data goes on";
                if (draft.CancelPolicy is CancelPolicy.Opening) yield return "does not cancel protective orders";
                if (draft.CancelPolicy is CancelPolicy.Keep) yield return "does not cancel any order";
                break;
            case OperatorVerb.Release:
                yield return "does not release other holds, and does not remove the cause of this one";
                break;
            case OperatorVerb.Flatten:
                yield return "does not touch what this engine does not hold";
                yield return "does not wait: positions are closed after the answer";
                break;
            case OperatorVerb.Submit:
                yield return "does not wait for the venue";
                break;
            case OperatorVerb.ChangeLimits or OperatorVerb.AcceptLimits:
                yield return "does not change the file";
                yield return "does not cancel orders that the limits would deny now";
                break;
            case OperatorVerb.ResolveOrder:
                yield return "does not tell the venue, and cancels nothing there";
                break;
            case OperatorVerb.AdoptOrder:
                yield return "does not cancel it, and no strategy is told";
                break;
            case OperatorVerb.AttributeExecution:
                yield return "does not change the account: there the execution counts already";
                break;
            case OperatorVerb.TripBreaker:
                yield return "does not stop the process; market data goes on";
                break;
            case OperatorVerb.ResetBreaker:
                yield return "does not release holds of other breakers, of operators or of the engine";
                yield return "does not bring back orders that were canceled";
                if (!draft.SetsBaseline) yield return "does not change what the breaker measures from";
                break;
            case OperatorVerb.AdoptPosition:
                yield return "does not trade, and is nobody's profit";
                yield return "does not release the hold of the difference: release it when you have looked";
                break;
            case OperatorVerb.Reconcile or OperatorVerb.Snapshot:
                break;
            case OperatorVerb.MoveCash:
                yield return "does not move money at the broker, and is neither profit nor loss nor drawdown";
                break;
            case OperatorVerb.LogLevel:
                yield return "does not change the file, nor what is journaled";
                break;
            case OperatorVerb.SetSizeFactor:
                yield return "does not trade: positions and working orders stay as they are";
                yield return "does not scale what closes, nor an operator's own orders";
                break;
            case OperatorVerb.Arm:
                yield return "does not release other holds";
                break;
            case OperatorVerb.Disarm:
                yield return $"does not cancel working orders: {detail} keep working at the venue";
                yield return "does not let a cancel pass either: cancel, or halt, before it";
                break;
            case OperatorVerb.Rotate:
                yield return "does not seal, trim or delete a file";
                break;
            case OperatorVerb.Stop:
                if (draft.StopMode != StopMode.Flatten) yield return "does not close positions";
                if (draft.AcceptsHeldProtection)
                    yield return "does not keep the stops and targets that the engine holds at work";
                yield return "does not release holds: they are in force again after the next start";
                break;
            default:
                yield return "does not keep strategies from submitting new orders";
                yield return "does not wait for the venue: an order may still execute before its cancel arrives";
                break;
        }
    }
}
