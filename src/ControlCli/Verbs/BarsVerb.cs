using System.CommandLine;
using System.Globalization;
using ControlCli.Journals;
using ControlCli.Output;
using Engine.Core;
using Engine.Core.Events;
using Engine.Core.MarketData;
using Engine.Core.State;

namespace ControlCli.Verbs;

/// <summary><c>bars</c>: time bars from all journaled trades, in the format of bar files.</summary>
internal static class BarsVerb
{
    private const string DefaultInterval = "1m";
    private const int OwnPart = 1;

    public static Command Create(CliConsole console)
    {
        var interval = SharedOptions.Duration("--interval", "Length of a bar", DefaultInterval);
        var symbol = SharedOptions.Symbol("Only bars of this instrument.");
        var command = new VerbCommand("bars",
            "Build bars from all journaled trades, the unfinished last ones included; ordered by start and symbol.",
            "enginectl bars -j ./journal --interval 1m > bars.csv",
            "enginectl bars -j ./journal --interval 1h --symbol AIG -o table");
        return SharedOptions.Complete(command, console, call => Run(call, call.Get(interval), call.Get(symbol) ?? ""),
            [interval, symbol], [SharedOptions.Csv, SharedOptions.Table, SharedOptions.Json]);
    }

    private static ExitCode Run(VerbCall call, long intervalNs, string symbol)
    {
        var names = call.Journal.NamesAtBeginning();
        var bars = Build(call.Journal, names, intervalNs);
        if (symbol.Length > 0)
        {
            if (!names.Symbols.Contains(symbol)) throw JournalCatVerb.UnknownSymbol(symbol, names);
            bars.RemoveAll(bar => names.Symbol(bar.InstrumentId) != symbol);
        }
        bars.Sort((left, right) => left.Bar.StartTimeNs != right.Bar.StartTimeNs
            ? left.Bar.StartTimeNs.CompareTo(right.Bar.StartTimeNs)
            : string.CompareOrdinal(names.Symbol(left.InstrumentId), names.Symbol(right.InstrumentId)));
        if (call.OutputFormat == SharedOptions.Csv) WriteCsv(call.Console, bars, names);
        else new Report().Listing("", "bars", Columns(names), bars).Write(call.Console, call.IsJson);
        return ExitCode.Ok;
    }

    private static List<(int InstrumentId, BarPayload Bar)> Build(
        JournalFiles journal, JournalNames names, long intervalNs)
    {
        var instrumentsMax = EngineLimits.Bounds.Single(bound => bound.Name == nameof(EngineLimits.InstrumentsMax)).Max;
        var builder = new BarBuilder(new StateRegistry(), OwnPart, BarSpec.Time(intervalNs), instrumentsMax);
        var bars = new List<(int, BarPayload)>();
        journal.Walk("building bars", (in record) =>
        {
            names.Note(in record);
            if (record.Kind != EventKind.Trade || record.InstrumentId < 0) return true;
            if (builder.OnTrade(record.InstrumentId, in record.Trade, out var closed))
                bars.Add((record.InstrumentId, closed));
            return true;
        });
        for (var id = 0; id < instrumentsMax; id++)
            if (builder.Flush(id, out var last)) bars.Add((id, last));
        return bars;
    }

    private static void WriteCsv(CliConsole console, List<(int InstrumentId, BarPayload Bar)> bars, JournalNames names)
    {
        console.Output.WriteLine("ts_ns,symbol,open,high,low,close,volume");
        foreach (var (id, bar) in bars)
        {
            var (price, size) = Exponents(names, id);
            console.Output.WriteLine(string.Join(',',
                bar.StartTimeNs.ToString(CultureInfo.InvariantCulture), names.Symbol(id),
                FixedPoint.Format(bar.Open, price), FixedPoint.Format(bar.High, price),
                FixedPoint.Format(bar.Low, price), FixedPoint.Format(bar.Close, price),
                FixedPoint.Format(bar.Volume, size)));
        }
    }

    private static IReadOnlyList<Column<(int InstrumentId, BarPayload Bar)>> Columns(JournalNames names) =>
    [
        new("START", "time", row => Cell.Time(row.Bar.StartTimeNs)),
        new("TS_NS", "timestampNs", row => Cell.Whole(row.Bar.StartTimeNs)),
        new("SYMBOL", "symbol", row => Cell.Of(names.Symbol(row.InstrumentId))),
        new("OPEN", "open", row => Cell.Decimal(row.Bar.Open, Exponents(names, row.InstrumentId).Price)),
        new("HIGH", "high", row => Cell.Decimal(row.Bar.High, Exponents(names, row.InstrumentId).Price)),
        new("LOW", "low", row => Cell.Decimal(row.Bar.Low, Exponents(names, row.InstrumentId).Price)),
        new("CLOSE", "close", row => Cell.Decimal(row.Bar.Close, Exponents(names, row.InstrumentId).Price)),
        new("VOLUME", "volume", row => Cell.Decimal(row.Bar.Volume, Exponents(names, row.InstrumentId).Size)),
    ];

    private static (int Price, int Size) Exponents(JournalNames names, int instrumentId) =>
        names.Instrument(instrumentId) is { } definition ? (definition.PriceExponent, definition.SizeExponent) : (0, 0);
}
