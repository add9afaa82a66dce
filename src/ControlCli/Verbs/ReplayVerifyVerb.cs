using System.CommandLine;
using System.Globalization;
using ControlCli.Journals;
using ControlCli.Output;
using Engine.Core.Events;
using Engine.Core.Pipeline.Logic;
using Engine.Core.Replay;

namespace ControlCli.Verbs;

/// <summary><c>replay verify</c>: does this build decide what the journal says.</summary>
internal static class ReplayVerifyVerb
{
    private static readonly IReadOnlyList<Column<(string Name, string Recorded, string Replayed)>> DifferenceColumns =
    [
        new("", "isDifferent", field => IsDifferent(field)
            ? new Cell("*", System.Text.Json.Nodes.JsonValue.Create(true), Paint: Paint.Bad)
            : new Cell("", System.Text.Json.Nodes.JsonValue.Create(false))),
        new("FIELD", "field", field => Cell.Of(field.Name)),
        new("RECORDED", "recorded", field => Cell.Of(field.Recorded)),
        new("REPLAYED", "replayed", field => Cell.Of(field.Replayed).With(IsDifferent(field) ? Paint.Bad : Paint.None)),
    ];

    public static Command Create(CliConsole console)
    {
        var fromSnapshot =
            new Option<bool>(
            "--from-snapshot")
            { Description = "Begin with the newest snapshot instead of the first record." };
        var settings = new Option<KeyValuePair<string, string>[]>("--set")
        {
            HelpName = "KEY=VALUE",
            Description = "Replay with a changed setting and show the first event that differs; may be repeated.",
            CustomParser = ParseSettings,
        };
        var command =
            new VerbCommand("verify", "Replay, compare every decision; exit 0 if all are the same, 2 if one differs.",
            "enginectl replay verify --journal ./journal",
            "enginectl replay verify -j ./journal --from-snapshot",
            "enginectl replay verify -j ./journal --set strategies.mean-reversion.entryZ=2.5");
        return SharedOptions.Complete(command, console, call => Run(call, new ReplayRequest
        {
            UsesSnapshot = call.Get(fromSnapshot),
            Settings = call.Get(settings) ?? [],
        }), [fromSnapshot, settings]);
    }

    private static ExitCode Run(VerbCall call, ReplayRequest request)
    {
        var replay = JournalReplay.Run(call.Journal, call.Console, request);
        var runner = replay.Runner;
        var isSame = runner.Divergence is null && HasSameDigests(replay);
        var report = new Report()
            .Field("Journal", "journal", Cell.Of(call.Journal.Folder))
            .Field("Result", "result", Cell.Of(isSame ? "same" : "different").With(isSame ? Paint.Good : Paint.Bad))
            .Field("From", "from", Cell.Of(From(call.Journal, replay)))
            .Field("Records", "records", Cell.Whole(runner.RecordCount))
            .Field("Inputs", "inputs", Cell.Whole(runner.GroupCount))
            .Field("Order decisions", "orderDecisions", Cell.Whole(runner.OrderDecisionCount))
            .Field("Executions", "executions", Cell.Whole(runner.ExecutionCount))
            .Field("Last sequence", "lastSequence", Cell.Whole(replay.Cursor.LastSequence))
            .Field("State hash", "stateHash", Cell.Digest(replay.Model.Chain.ComputeStateDigest()))
            .Field("Records hash", "recordsHash", Cell.Digest(replay.Cursor.RecordsDigest))
            .Field("Elapsed", "elapsed",
                Cell.Of(replay.Elapsed.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture) + " s"));
        if (request.UsesSnapshot && replay.SkippedSnapshots.Count > 0)
            report.Field("Skipped", "skippedSnapshots", Cell.Of(string.Join("; ", replay.SkippedSnapshots)));
        if (request.Settings.Count > 0)
        {
            report.Field(
                "Changed", "changedSettings",
                Cell.Of(string.Join(", ", request.Settings.Select(pair => $"{pair.Key}={pair.Value}"))));
            report.Field("State differs at", "firstStateDifference",
                runner.FirstStateDifference > 0 ? Cell.Whole(runner.FirstStateDifference) : Cell.Empty);
        }
        if (runner.Divergence is { } divergence) AddDivergence(report, divergence, replay.View);
        report.Write(call.Console, call.IsJson);
        if (isSame) return ExitCode.Ok;

        call.Console.Error.WriteLine(runner.Divergence is { } first
            ? FormattableString.Invariant($"enginectl: the replay differs at sequence {first.Sequence}.")
            : "enginectl: the state kept up incrementally is not the state recomputed; report this with the journal.");
        return ExitCode.Unhealthy;
    }

    private static string From(JournalFiles journal, JournalReplay replay)
    {
        if (journal.Manifest.Recycled is { } recycled && replay.SnapshotFile.Length > 0)
        {
            return FormattableString.Invariant(
                $"{replay.SnapshotFile} (segments 1 to {recycled.LastSegment} were recycled)");
        }
        return replay.SnapshotFile.Length > 0 ? replay.SnapshotFile : "first record";
    }

    // Incremental and full digest must agree at the end, as the state hashes did on the way.
    private static bool HasSameDigests(JournalReplay replay) =>
        replay.Model.Chain.StateDigest == replay.Model.Chain.ComputeStateDigest();

    private static void AddDivergence(Report report, ReplayDivergence divergence, LogicView view)
    {
        var first = divergence.Recorded ?? divergence.Replayed!.Value;
        report
            .Field("Differs at", "divergenceSequence", Cell.Whole(divergence.Sequence).With(Paint.Bad))
            .Field("Time", "divergenceTime", Cell.Time(first.TimestampNs))
            .Field("Input", "divergenceInput", Cell.Of(FormattableString.Invariant(
                $"{divergence.Input.Sequence} {divergence.Input.Kind} on lane {divergence.Input.LaneId}")))
            .Listing("FIRST DIFFERENCE", "divergence", DifferenceColumns, FieldsOf(divergence, view));
    }

    // All fields of both events; a field that one of them does not have is empty.
    private static IEnumerable<(string Name, string Recorded, string Replayed)> FieldsOf(
        ReplayDivergence divergence, LogicView view)
    {
        var recorded = Describe(divergence.Recorded, view);
        var replayed = Describe(divergence.Replayed, view);
        foreach (var name in recorded.Select(field => field.Name).Union(replayed.Select(field => field.Name)))
        {
            yield return (name,
                recorded.FirstOrDefault(field => field.Name == name).Value ?? "",
                replayed.FirstOrDefault(field => field.Name == name).Value ?? "");
        }
    }

    private static IReadOnlyList<(string Name, string Value)> Describe(EngineEvent? record, LogicView view)
    {
        if (record is not { } present) return [("Kind", "(none)")];
        if (!view.Market.IsDefined(present.InstrumentId)) return EventDescriber.Describe(in present);

        ref readonly var instrument = ref view.Market.Instrument(present.InstrumentId);
        return EventDescriber.Describe(in present, new InstrumentPayload
        {
            PriceExponent = instrument.PriceExponent,
            SizeExponent = instrument.SizeExponent,
        });
    }

    private static bool IsDifferent((string Name, string Recorded, string Replayed) field) =>
        field.Recorded != field.Replayed;

    private static KeyValuePair<string, string>[] ParseSettings(System.CommandLine.Parsing.ArgumentResult result)
    {
        var settings = new List<KeyValuePair<string, string>>();
        foreach (var token in result.Tokens)
        {
            var separator = token.Value.IndexOf('=', StringComparison.Ordinal);
            if (separator > 0) settings.Add(new(token.Value[..separator], token.Value[(separator + 1)..]));
            else result.AddError($"--set is '{token.Value}': give key=value.");
        }
        return [.. settings];
    }
}
