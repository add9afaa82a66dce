using Engine.Core.Control;
using Engine.Core.Events;
using Engine.Core.Metrics;
using static Engine.Grpc.Metrics.MetricKind;

namespace Engine.Grpc.Metrics.Entries;

/// <summary>Calls of the control plane, and the commands among them.</summary>
internal static class ControlEntries
{
    private const string Suffix = "Commanded";

    private static readonly CallOutcome[] Ends = Enum.GetValues<CallOutcome>();
    private static readonly CommandOutcome[] Outcomes = Enum.GetValues<CommandOutcome>();

    private static readonly EventKind[] Commands =
    [
        .. Enum.GetValues<EventKind>().Where(kind => CommandVerbs.TryOf(new EngineEvent { Kind = kind }, out _)),
    ];

    public static IReadOnlyList<MetricEntry> All { get; } =
    [
        MetricEntry.Labeled(Counter, "engine_control_calls", MetricUnit.None, ["method", "outcome"],
            "calls of gRPC methods that have ended", _ => CallTally.Methods.Count * Ends.Length,
            reading => CallTally.Methods.SelectMany((method, i) => Ends.Select(end =>
                new MetricSample(reading.Calls.Calls(i, end), method, end.ToString())))),
        MetricEntry.Labeled(Counter, "engine_commands", MetricUnit.None, ["command", "outcome"],
            "answered commands of operators", _ => Commands.Length * Outcomes.Length,
            reading => Commands.SelectMany(command => Outcomes.Select(outcome => new MetricSample(
                reading.Tally.Commands(command, outcome), NameOf(command), outcome.ToString())))),
        MetricEntry.One(Counter, "engine_denied_calls", MetricUnit.None,
            "calls that were not let in, as journaled, in the life of the journal",
            reading => reading.Status?.Edge.DeniedCalls),
    ];

    private static string NameOf(EventKind command) =>
        command.ToString() is var name && name.EndsWith(Suffix, StringComparison.Ordinal)
            ? name[..^Suffix.Length]
            : name;
}
