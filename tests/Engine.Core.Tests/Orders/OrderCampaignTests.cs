using System.Globalization;
using Engine.Core.Events;
using Engine.Core.Orders;
using Xunit;
using Xunit.Abstractions;

namespace Engine.Core.Tests.Orders;

/// <summary>
/// Goal: the table does what the rules say, whatever comes in whatever order. Method: random histories against
/// <see cref="OrderModel"/>, everything compared after every message, and every cell counted. The full campaign is
/// ORDER_SEQUENCES=10000000.
/// </summary>
public sealed class OrderCampaignTests(ITestOutputHelper output)
{
    private const string SizeVariable = "ORDER_SEQUENCES";
    private const string SeedVariable = "ORDER_SEED";
    private const long SuiteSequences = 300_000;
    private const long CampaignSequences = 10_000_000;
    private const long HitsMin = 1_000;

    [Fact]
    public void The_table_agrees_with_the_rules_on_random_histories_and_every_cell_is_reached()
    {
        var sequences = Setting(SizeVariable, SuiteSequences);
        var seed = Setting(SeedVariable, 20_261_130);
        var hits = new long[OrderStateMachine.Messages.Length * OrderStateMachine.Statuses.Length];
        var model = new OrderModel();
        var steps = 0L;
        for (var sequence = 0L; sequence < sequences; sequence++)
            steps += CompareOne(model, (ulong)(seed + sequence), hits);

        var (fewest, cell) = Fewest(hits);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{sequences} histories, {steps} messages, seed {seed}; rarest cell {cell}: {fewest} times"));
        Assert.True(fewest >= (sequences >= CampaignSequences ? HitsMin : 1), $"{cell} was reached {fewest} times");
    }

    private static int CompareOne(OrderModel model, ulong seed, long[] hits)
    {
        var history = new OrderHistory(seed * 0x2545F4914F6CDD1D);
        var order = OrderHistory.NewOrder();
        model.Begin(OrderHistory.OrderQuantity, OrderHistory.OrderPrice);
        var length = history.NextLength();
        for (var step = 0; step < length; step++)
        {
            var says = history.Next(model);
            var before = order;
            hits[IndexOf(before.Status, ClassOf(in before, in says))]++;

            var change = OrderStateMachine.Apply(ref order, in says);
            var expected = model.Tell(in says);

            if (ModelAnswer.Of(in change) != expected || ModelState.Of(in order) != model.State)
            {
                Assert.Fail(
                    $"History {seed}, step {step}: {before.Status} and {says}\ngave {ModelAnswer.Of(in change)} "
                    + $"{ModelState.Of(in order)}\nthe rules say {expected} {model.State}");
            }
            var shrinks = says.Message is OrderMessage.ExecutionBusted or OrderMessage.ExecutionCorrected;
            if (order.CumulativeQuantity < before.CumulativeQuantity && !shrinks)
                Assert.Fail($"History {seed}, step {step}: {says.Message} took executions back.");
        }
        return length;
    }

    // A cell of executions is known by quantities, as the machine knows it.
    internal static OrderMessage ClassOf(in OrderState before, in OrderInput says)
    {
        if (says.Message is not (OrderMessage.ExecutionPartial or OrderMessage.ExecutionFull)) return says.Message;
        return before.CumulativeQuantity + says.Quantity >= before.QuantityMax
            ? OrderMessage.ExecutionFull
            : OrderMessage.ExecutionPartial;
    }

    internal static int IndexOf(OrderStatus status, OrderMessage message) =>
        ((int)message * OrderStateMachine.Statuses.Length) + (int)status - (int)OrderStatus.PendingNew;

    internal static string NameOf(int index)
    {
        var columns = OrderStateMachine.Statuses.Length;
        return $"{OrderStateMachine.Statuses[index % columns]} {OrderStateMachine.Messages[index / columns]}";
    }

    private static (long Hits, string Cell) Fewest(long[] hits)
    {
        var index = Array.IndexOf(hits, hits.Min());
        return (hits[index], NameOf(index));
    }

    private static long Setting(string name, long fallback) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? long.Parse(text, CultureInfo.InvariantCulture)
            : fallback;
}
