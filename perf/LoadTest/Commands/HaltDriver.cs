using System.Diagnostics;
using System.Globalization;
using Engine.Core;
using Engine.Core.Control;
using Engine.Core.Events;
using LoadTest.Baselines;
using LoadTest.Probes;
using LoadTest.Workload;

namespace LoadTest.Commands;

/// <summary>
/// The operator of the measurement, on a thread of his own. A round: a few orders work at the venue; the venue stands
/// still (every second round) and a flood of orders queues up towards it; at its due time, whatever has happened until
/// then, the account is halted; after the answer the venue goes on.
/// </summary>
internal sealed class HaltDriver(
    TradingEngine engine, VenueProcess venue, CountingGateway gateway, BareSync bare, int standing, int queued,
    TimeSpan interval)
{
    private const int FloodId = 2; // "base" and "flood" are numbered by name.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int _commands;

    public List<HaltRound> Rounds { get; } = [];

    /// <summary>Rounds in which not all orders were queued when the halt was due.</summary>
    public int ShallowRounds { get; private set; }

    public void Run(int halts)
    {
        Until(() => engine.Pipeline.Sweep!.Phase == EnginePhase.Running, "the engine runs");
        Command(OperatorCommand.Halt(Issuer()));
        Command(OperatorCommand.Halt(Issuer(), HoldScope.Strategy, FloodId));
        for (var i = 0; i < halts; i++) Rounds.Add(Round(isStanding: i % 2 == 0));
    }

    private HaltRound Round(bool isStanding)
    {
        Until(() => engine.Pipeline.Sweep!.OpenOrders == 0, "no order works any more");
        var acceptedBefore = gateway.Accepted;
        Command(OperatorCommand.Resume(Issuer()));
        Until(() => gateway.Accepted - acceptedBefore >= standing, "the venue has the standing orders");
        for (var i = 0; i < 5; i++) bare.Sample();

        var due = Stopwatch.GetTimestamp() + (long)(interval.TotalSeconds * Stopwatch.Frequency);
        if (isStanding) venue.Stand();
        Command(OperatorCommand.Resume(Issuer(), HoldScope.Strategy, FloodId));
        var writtenBefore = gateway.Written;
        var durableBefore = gateway.Durable;
        while (Stopwatch.GetTimestamp() < due) Thread.Sleep(TimeSpan.FromMilliseconds(0.5));
        var queuedNow = gateway.Durable - durableBefore - (gateway.Written - writtenBefore);
        if (isStanding && queuedNow < queued) ShallowRounds++;
        var lag = engine.DurableSequence - (engine.Board.Status?.Sequence ?? 0);

        var answer = Command(OperatorCommand.Halt(Issuer()));
        var latency = (Stopwatch.GetTimestamp() - due) * 1e9 / Stopwatch.Frequency;
        var logBytes = new FileInfo(venue.LogPath).Length;
        if (isStanding) venue.Continue();
        Command(OperatorCommand.Halt(Issuer(), HoldScope.Strategy, FloodId, CancelPolicy.Keep));
        return new HaltRound(
            isStanding, answer.Result.AppliedSequence, latency, logBytes, lag, answer.Result.OrdersAffected);
    }

    private CommandAnswer Command(OperatorCommand command)
    {
        var answer = engine.Control.SubmitAsync(command);
        if (!answer.Wait(Patience)) throw new TimeoutException($"{command.Kind} was not answered within {Patience}.");
        if (answer.Result.IsRefused) throw new InvalidOperationException($"{command.Kind}: {answer.Result.Code}.");
        return answer.Result;
    }

    private CommandIssuer Issuer() => new(
        "loadtest", OperatorRole.Admin, "load test", "measured",
        string.Create(CultureInfo.InvariantCulture, $"loadtest-{++_commands}"));

    private static void Until(Func<bool> condition, string what)
    {
        if (!SpinWait.SpinUntil(condition, Patience)) throw new TimeoutException($"Not within {Patience}: {what}.");
    }
}
