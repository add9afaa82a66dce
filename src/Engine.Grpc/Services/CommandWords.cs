using System.Globalization;
using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Replay;
using Engine.Grpc.Tails;

namespace Engine.Grpc.Services;

/// <summary>What a journaled command asks for, for whoever is to approve it.</summary>
internal sealed class CommandWords(ScopeNames names, StatusBoard board)
{
    /// <summary>A verb and its object.</summary>
    public string Title(JournaledCommand command)
    {
        var head = command.Head;
        CommandVerbs.TryOf(in head, out var verb);
        return verb switch
        {
            OperatorVerb.Pause or OperatorVerb.Resume =>
                $"{Name(verb)} {Scope(head.Command.Scope, head.Command.ScopeId)}",
            OperatorVerb.Halt => $"halt {Scope(head.Command.Scope, head.Command.ScopeId)}, "
                + $"cancel {Name(head.Command.CancelPolicy)}",
            OperatorVerb.Release => Invariant($"release hold {head.Command.TargetId}"),
            OperatorVerb.Cancel when head.Kind == EventKind.CancelAllCommanded => "cancel account",
            OperatorVerb.Cancel when head.Cancel.OrderId != 0 => Invariant($"cancel order {head.Cancel.OrderId}"),
            OperatorVerb.Cancel when head.Cancel.IsMine != 0 => "cancel the caller's own orders",
            OperatorVerb.Cancel or OperatorVerb.Flatten =>
                $"{Name(verb)} {Scope(head.Cancel.Scope, head.Cancel.ScopeId)}",
            OperatorVerb.Submit => Order(in head),
            OperatorVerb.ChangeLimits => "change limits: "
                + string.Join(", ", command.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            OperatorVerb.AcceptLimits => "accept limits",
            OperatorVerb.Stop => $"shutdown, {Name(head.Command.StopMode)}",
            OperatorVerb.TripBreaker or OperatorVerb.ResetBreaker =>
                $"{(verb == OperatorVerb.TripBreaker ? "trip" : "reset")} breaker {Name(head.BreakerCommand.Breaker)}, "
                + Scope(head.BreakerCommand.Scope, head.BreakerCommand.ScopeId),
            OperatorVerb.SetSizeFactor => Invariant($"size {head.SizeFactor.PerTenThousand} of 10000, ")
                + Scope(HoldScope.Strategy, head.SizeFactor.StrategyId),
            OperatorVerb.LogLevel => $"log level {Name(head.LogLevel.Level)}",
            _ => Name(verb),
        };
    }

    /// <summary>Every field of the head that says something, by name, and the lines of its body.</summary>
    public IEnumerable<string> Content(JournaledCommand command)
    {
        var head = command.Head;
        var fields = EventDescriber.Describe(in head, DefinitionOf(head.InstrumentId));
        yield return $"{fields[3].Name}={fields[3].Value}";
        if (head.InstrumentId >= 0) yield return $"Instrument={board.Instruments.SymbolOf(head.InstrumentId)}";
        foreach (var (name, value) in fields.Skip(EventDescriber.HeadFieldCount))
            if (value is not ("" or "0" or "None") && value.Any(c => c != '0')) yield return $"{name}={value}";
        foreach (var line in command.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries)) yield return line;
    }

    private string Order(in EngineEvent head)
    {
        ref readonly var order = ref head.OrderCommand;
        var definition = DefinitionOf(head.InstrumentId);
        var quantity = FixedPoint.Format(order.Quantity, definition?.SizeExponent ?? 0);
        var price = order.LimitPrice == FixedPoint.Absent ? "at market"
            : "at " + FixedPoint.Format(order.LimitPrice, definition?.PriceExponent ?? 0);
        var underHold = order.HoldId != 0 ? Invariant($", under hold {order.HoldId}") : "";
        var symbol = board.Instruments.SymbolOf(head.InstrumentId);
        return $"{Name(order.Side)} {quantity} {symbol} {price}, {Name(order.Type)}, "
            + $"{order.TimeInForce}{(order.IsReduceOnly != 0 ? ", reduce only" : "")}{underHold}";
    }

    private string Scope(HoldScope scope, int id) => scope switch
    {
        HoldScope.Account => "account",
        HoldScope.Strategy => "strategy " + names.StrategyOf(id),
        HoldScope.Instrument => "instrument " + board.Instruments.SymbolOf(id),
        _ => "",
    };

    private InstrumentPayload? DefinitionOf(int instrumentId) =>
        EventEncoder.DefinitionOf(board.Instruments, instrumentId);

    private static string Name<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
