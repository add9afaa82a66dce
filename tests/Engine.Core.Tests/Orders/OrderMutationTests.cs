using Engine.Core.Events;
using Engine.Core.Orders;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Core.Tests.Orders;

/// <summary>
/// Goal: no cell of the table can be deleted or changed unnoticed. Method: every cell is given every other value there
/// is, one at a time, and histories with the outcomes that the rules demand must tell the difference.
/// </summary>
public sealed class OrderMutationTests(ITestOutputHelper output)
{
    private const int HistoryCount = 60_000;
    private const int WitnessesPerCell = 400;

    // Of 6,820; each is explained by MeansTheSame. More of them would say that the histories have become weaker.
    private const int SameMeanings = 265;

    private readonly record struct Step(OrderInput Says, ModelAnswer Answer, ModelState State);

    [Fact]
    public void Every_other_value_of_every_cell_is_noticed_unless_it_means_the_same()
    {
        var (histories, witnesses) = Record();
        var cells = OrderStateMachine.Table.ToArray();
        var mutants = 0;
        var unnoticed = 0;
        for (var index = 0; index < cells.Length; index++)
        {
            Assert.NotEmpty(witnesses[index]);
            var original = cells[index];
            foreach (var target in Enum.GetValues<OrderTarget>())
            {
                foreach (var isAnomaly in (bool[])[false, true])
                {
                    var mutant = new OrderTransition(target, isAnomaly);
                    if (mutant == original) continue;

                    cells[index] = mutant;
                    mutants++;
                    if (witnesses[index].Any(history => IsNoticed(histories[history], cells))) continue;

                    unnoticed++;
                    var name = $"{OrderCampaignTests.NameOf(index)}: {original} as {mutant} was not noticed";
                    Assert.True(MeansTheSame(index, original.Target, target), name);
                }
            }
            cells[index] = original;
        }
        output.WriteLine($"{mutants} changed cells, {unnoticed} of them mean the same");
        Assert.Equal(cells.Length * 31, mutants);
        Assert.Equal(SameMeanings, unnoticed);
    }

    // Two values of a cell that no order can tell apart, by what is true of every order in that status.
    private static bool MeansTheSame(int index, OrderTarget original, OrderTarget mutant)
    {
        var columns = OrderStateMachine.Statuses.Length;
        var status = OrderStateMachine.Statuses[index % columns];
        var message = OrderStateMachine.Messages[index / columns];
        var isWithoutExecutions = status is OrderStatus.PendingNew or OrderStatus.Accepted;
        var isRestatement = message is OrderMessage.ExecutionBusted or OrderMessage.ExecutionCorrected;

        if (original == OrderTarget.Refuse) return mutant == OrderTarget.Refuse; // A refusal reports nothing odd.
        if (isRestatement && isWithoutExecutions) return true; // Nothing that could be taken back: refused before.
        if (message == OrderMessage.ReportedFilled && isWithoutExecutions) // Never covered by executions.
            return mutant is OrderTarget.FilledIfCovered or OrderTarget.UnknownIfShort or OrderTarget.Unknown;
        if (original is OrderTarget.Rejected or OrderTarget.RejectUnlessProved) // A new order has proved nothing.
            return status == OrderStatus.PendingNew && mutant is OrderTarget.Rejected or OrderTarget.RejectUnlessProved;
        return LeadsOn(original) && LeadsOn(mutant);

        // All of these lead to the one status that follows from what the message says and what is executed and pending.
        bool LeadsOn(OrderTarget target) => target switch
        {
            OrderTarget.Stay or OrderTarget.Settle or OrderTarget.FilledIfWhole or OrderTarget.UnknownIfShort => true,
            OrderTarget.Filled => message == OrderMessage.ExecutionFull || status == OrderStatus.Filled,
            OrderTarget.PendingCancel =>
                message == OrderMessage.CancelRequested || status == OrderStatus.PendingCancel,
            OrderTarget.PendingReplace =>
                message == OrderMessage.ReplaceRequested || status == OrderStatus.PendingReplace,
            OrderTarget.Unknown => message == OrderMessage.BecomeUnknown || status == OrderStatus.Unknown,
            OrderTarget.Canceled => status == OrderStatus.Canceled,
            OrderTarget.Rejected => status == OrderStatus.Rejected,
            OrderTarget.Expired => status == OrderStatus.Expired,
            _ => false,
        };
    }

    private static (List<Step[]> Histories, List<int>[] Witnesses) Record()
    {
        var cells = OrderStateMachine.Table;
        var witnesses = new List<int>[cells.Length];
        for (var i = 0; i < witnesses.Length; i++) witnesses[i] = [];
        var histories = new List<Step[]>();
        var model = new OrderModel();
        for (var number = 0; number < HistoryCount; number++)
        {
            var history = new OrderHistory((ulong)(number + 1) * 0x2545F4914F6CDD1D);
            var order = OrderHistory.NewOrder();
            model.Begin(OrderHistory.OrderQuantity, OrderHistory.OrderPrice);
            var steps = new Step[history.NextLength()];
            var isWitness = false;
            for (var i = 0; i < steps.Length; i++)
            {
                var says = history.Next(model);
                var cell = OrderCampaignTests.IndexOf(order.Status, OrderCampaignTests.ClassOf(in order, in says));
                if (witnesses[cell].Count < WitnessesPerCell && witnesses[cell].LastOrDefault(-1) != histories.Count)
                {
                    witnesses[cell].Add(histories.Count);
                    isWitness = true;
                }
                OrderStateMachine.Apply(ref order, in says);
                steps[i] = new Step(says, model.Tell(in says), model.State);
            }
            if (isWitness) histories.Add(steps);
        }
        return (histories, witnesses);
    }

    private static bool IsNoticed(Step[] history, OrderTransition[] cells)
    {
        var order = OrderHistory.NewOrder();
        try
        {
            foreach (ref readonly var step in history.AsSpan())
            {
                var says = step.Says;
                var change = OrderStateMachine.Apply(ref order, in says, cells);
                if (ModelAnswer.Of(in change) != step.Answer || ModelState.Of(in order) != step.State) return true;
            }
            return false;
        }
        catch (InvalidOperationException)
        {
            return true; // A cell without meaning.
        }
    }
}
