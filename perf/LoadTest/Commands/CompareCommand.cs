using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Engine.Core.Config;

namespace LoadTest.Commands;

/// <summary>
/// Two builds of this program, each run in turn with the same command: every figure of both, and the ratio of the
/// second to the first over pairs of neighbouring samples. A pair counts if the bare round trips around both samples
/// saw the same distance between the cores; else it is measured again.
/// </summary>
internal sealed class CompareCommand
{
    private const int TriesPerPair = 3;
    private static readonly TimeSpan SampleMax = TimeSpan.FromMinutes(10);

    private readonly string[] _builds;
    private readonly string[] _command;
    private readonly int _rounds;
    private readonly bool _isGuarded;
    private readonly Regex _figures;
    private readonly string? _json;

    public CompareCommand(LoadOptions options)
    {
        _builds = [Build(options, "a"), Build(options, "b")];
        _command = (options.Text("command") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (_command.Length == 0)
            throw ConfigException.Invalid("--command", "", "give a command with its options, in one argument");
        _rounds = (int)options.Number("rounds", 7);
        _isGuarded = options.Text("guard") != "no";
        _figures = Pattern(options.Text("figures") ?? "");
        _json = options.Text("json");
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        var report = new Report($"A and B in turn: {string.Join(' ', _command)}");
        report.Add("A", _builds[0]);
        report.Add("B", _builds[1]);
        var pairs = new List<(JsonObject A, JsonObject B)>();
        var dropped = 0;
        for (var round = -1; pairs.Count < _rounds && pairs.Count + dropped < _rounds * TriesPerPair; round++)
        {
            var samples = new (JsonObject Figures, CoreDistance Distance)[2];
            foreach (var build in round % 2 == 0 ? [0, 1] : new[] { 1, 0 }) samples[build] = Sample(build);
            if (round < 0) continue; // The files of both builds are in memory after it.

            var isAlike = samples[0].Distance == samples[1].Distance && samples[0].Distance != CoreDistance.Mixed;
            if (isAlike || !_isGuarded) pairs.Add((samples[0].Figures, samples[1].Figures));
            else dropped++;
            output.WriteLine($"round {round + 1}: cores {samples[0].Distance} with A, {samples[1].Distance} with B"
                + (isAlike || !_isGuarded ? "" : ", dropped"));
        }
        report.Add("pairs", pairs.Count, "pairs", $"{dropped} dropped, their cores were moved");
        report.Check("check: pairs enough", pairs.Count == _rounds, $"{_rounds} wanted");
        foreach (var build in new[] { "A", "B" })
            report.Check($"check: {build} passes its own checks",
                pairs.All(p => (build == "A" ? p.A : p.B)["isGood"]?.GetValue<bool>() == true), "in every pair");
        AddFigures(report, pairs);
        report.Write(output, _json);
        return report.IsGood;
    }

    private void AddFigures(Report report, List<(JsonObject A, JsonObject B)> pairs)
    {
        if (pairs.Count == 0) return;
        foreach (var (name, first) in pairs[0].A)
        {
            if (first?.GetValueKind() != JsonValueKind.Number || !_figures.IsMatch(name)) continue;
            if (!pairs.TrueForAll(p => IsNumber(p.A[name]) && IsNumber(p.B[name]))) continue;

            var values = pairs
                .Select(p => (A: p.A[name]!.GetValue<double>(), B: p.B[name]!.GetValue<double>())).ToArray();
            report.Add($"{name} A", Spread.Of(values.Select(v => v.A)), "");
            report.Add($"{name} B", Spread.Of(values.Select(v => v.B)), "");
            if (Array.TrueForAll(values, v => v is { A: > 0, B: > 0 }))
                report.Add($"{name} B / A", PairedComparison.Of(values).ToString());
        }
    }

    private (JsonObject Figures, CoreDistance Distance) Sample(int build)
    {
        var json = Path.GetTempFileName();
        try
        {
            var before = BareRoundTrip.MedianNs();
            using var process = OwnProcess.Start([.. _command, "--json", json], _builds[build]);
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(SampleMax))
            {
                process.Kill();
                throw new InvalidOperationException($"{_builds[build]} took longer than {SampleMax}.");
            }
            var distance = CoreDistances.Of(before, BareRoundTrip.MedianNs());
            var text = File.ReadAllText(json);
            if (text.Length == 0)
                throw new InvalidOperationException(
                    $"{_builds[build]} {string.Join(' ', _command)} ended with code {process.ExitCode} and no figures: "
                    + output.GetAwaiter().GetResult());
            return (JsonNode.Parse(text)!.AsObject(), distance);
        }
        finally
        {
            File.Delete(json);
        }
    }

    private static bool IsNumber(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number;

    private static string Build(LoadOptions options, string name)
    {
        var path = options.Text(name) ?? "";
        return File.Exists(path)
            ? Path.GetFullPath(path)
            : throw ConfigException.Invalid("--" + name, path, "give a LoadTest.dll; perf/compare builds them");
    }

    private static Regex Pattern(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant);
        }
        catch (ArgumentException exception)
        {
            throw ConfigException.Invalid("--figures", pattern, $"give a regular expression ({exception.Message})");
        }
    }
}
