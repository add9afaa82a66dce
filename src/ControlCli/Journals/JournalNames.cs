using System.Text;
using Engine.Core.Config;
using Engine.Core.Events;

namespace ControlCli.Journals;

/// <summary>
/// What the numbers in records stand for, learnt from the records before them: instruments by dense id, strategies by
/// position in the configuration, sources by lane.
/// </summary>
internal sealed class JournalNames
{
    private readonly Dictionary<int, InstrumentPayload> _instruments = [];
    private readonly Dictionary<int, string> _symbols = [];
    private readonly List<byte> _text = [];
    private EventKind _textKind;
    private int _textLane;
    private int _textBytes;
    private string[] _strategies = [];

    /// <summary>Source paths by lane.</summary>
    public SortedDictionary<int, string> Sources { get; } = [];

    public IEnumerable<string> Symbols => _symbols.OrderBy(pair => pair.Key).Select(pair => pair.Value);

    public void Note(in EngineEvent record)
    {
        if (record.Kind is EventKind.Quote or EventKind.Trade) return;

        if (record.IsContinuation)
        {
            if (record.Kind == _textKind && record.LaneId == _textLane) AppendText(in record);
        }
        else if (record.Kind == EventKind.InstrumentDefined && record.InstrumentId >= 0)
        {
            NoteInstrument(record.InstrumentId, record.Instrument);
        }
        else if (record.Kind == EventKind.ConfigApplied)
        {
            BeginText(in record, record.Config.TextBytes);
        }
        else if (record.Kind == EventKind.SourceOpened)
        {
            BeginText(in record, record.Source.PathBytes);
        }
    }

    public void NoteInstrument(int instrumentId, InstrumentPayload definition)
    {
        _instruments[instrumentId] = definition;
        _symbols[instrumentId] = definition.Symbol.ToString();
    }

    public void NoteConfig(string text) =>
        _strategies = [.. CanonicalConfig.Parse(text).Section("strategies").Children];

    public InstrumentPayload? Instrument(int instrumentId) =>
        _instruments.TryGetValue(instrumentId, out var definition) ? definition : null;

    public string Symbol(int instrumentId) => _symbols.GetValueOrDefault(instrumentId, "");

    public string Strategy(int strategyId) =>
        strategyId >= 1 && strategyId <= _strategies.Length ? _strategies[strategyId - 1] : "";

    private void BeginText(in EngineEvent record, int bytes)
    {
        _text.Clear();
        _textKind = record.Kind;
        _textLane = record.LaneId;
        _textBytes = bytes;
    }

    private void AppendText(in EngineEvent record)
    {
        ReadOnlySpan<byte> bytes = record.Text.Bytes;
        _text.AddRange(bytes[..Math.Min(bytes.Length, Math.Max(0, _textBytes - _text.Count))]);
        if (_text.Count < _textBytes) return;

        var text = Encoding.UTF8.GetString([.. _text]);
        if (_textKind == EventKind.SourceOpened) Sources[_textLane] = text;
        else NoteConfig(text);
        _textKind = EventKind.None;
    }
}
