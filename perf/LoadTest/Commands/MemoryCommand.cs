using System.Globalization;
using System.Text.Json.Nodes;

namespace LoadTest.Commands;

/// <summary>
/// Peak memory of one run and of one five times as long, each in a process of its own: equal, or something grows with
/// the number of events.
/// </summary>
internal sealed class MemoryCommand
{
    private const int Factor = 5;
    private const double GrowthMax = 1.05;

    private readonly IReadOnlyList<string> _files;
    private readonly long _repeat;
    private readonly string? _parent;
    private readonly string? _json;

    public MemoryCommand(LoadOptions options)
    {
        _files = options.All("data");
        _repeat = options.Number("repeat", 2);
        _parent = options.Text("folder");
        _json = options.Text("json");
        options.RefuseUnknown();
    }

    public bool Run(TextWriter output)
    {
        var report = new Report("peak memory");
        var (once, onceInputs) = Child(_repeat);
        var (more, moreInputs) = Child(_repeat * Factor);
        report.Add("peak at 1x", once, "MB", $"{onceInputs:N0} inputs");
        report.Add("peak at 5x", more, "MB", $"{moreInputs:N0} inputs");
        report.Check("check: peak does not grow", more <= once * GrowthMax,
            $"{more / once:0.000} of 1x, {GrowthMax} permitted");
        report.Write(output, _json);
        return report.IsGood;
    }

    private (double Megabytes, double Inputs) Child(long repeat)
    {
        var json = Path.GetTempFileName();
        var arguments = new List<string>
        {
            "throughput", "--durability", "written", "--check", "no", "--warmup", "1", "--seconds", "3600",
            "--repeat", repeat.ToString(CultureInfo.InvariantCulture), "--json", json,
        };
        foreach (var file in _files) arguments.AddRange(["--data", file]);
        if (_parent is not null) arguments.AddRange(["--folder", _parent]);
        using var child = OwnProcess.Start(arguments);
        child.WaitForExit();
        if (child.ExitCode != 0) throw new InvalidOperationException(
            $"The measured process ended with code {child.ExitCode}.");

        var figures = JsonNode.Parse(File.ReadAllText(json))!;
        File.Delete(json);
        return ((double)figures["peak memory of the process [MB]"]!,
            (double)figures["written: inputs in all [inputs]"]!);
    }
}
