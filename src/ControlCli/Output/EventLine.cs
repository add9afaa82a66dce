using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ControlCli.Online;

namespace ControlCli.Output;

/// <summary>One event as <c>events tail</c> shows it, from files or from a running engine.</summary>
internal sealed record EventLine(
    long Sequence, long CauseSequence, long TimeNs, string Kind, string Symbol, string Strategy, int LaneId,
    IReadOnlyList<(string Name, string Value)> Fields)
{
    private const int SequenceWidth = 10;
    private const int KindWidth = 24;
    private const int SymbolWidth = 8;

    public void Write(CliConsole console, bool isJson)
    {
        console.Output.WriteLine(isJson ? Json() : Text());
    }

    private string Json()
    {
        var fields = new JsonObject();
        foreach (var (name, value) in Fields)
            fields[char.ToLowerInvariant(name[0]) + name[1..]] = value.Length == 0 ? null : value;
        return new JsonObject
        {
            ["sequence"] = Sequence,
            ["causeSequence"] = CauseSequence,
            ["timestampNs"] = TimeNs,
            ["time"] = IsoTime.Format(TimeNs),
            ["kind"] = Kind,
            ["symbol"] = Symbol.Length == 0 ? null : Symbol,
            ["strategy"] = Strategy.Length == 0 ? null : Strategy,
            ["laneId"] = LaneId,
            ["fields"] = fields,
        }.ToJsonString(JsonText.Compact);
    }

    private string Text()
    {
        var kind = Sequence == CauseSequence ? Kind : "  " + Kind;
        var line = new StringBuilder();
        line.Append(Sequence.ToString(CultureInfo.InvariantCulture).PadLeft(SequenceWidth)).Append("  ");
        line.Append(IsoTime.Format(TimeNs)).Append("  ").Append(kind.PadRight(KindWidth)).Append("  ");
        line.Append(Symbol.PadRight(SymbolWidth)).Append("  ");
        if (Strategy.Length > 0) line.Append(Strategy).Append(' ');
        return line.Append(EventWords.Of(Kind, Fields) ?? EngineEvents.Summary(Fields)).ToString().TrimEnd();
    }
}
