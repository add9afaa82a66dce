using Engine.Core.Events;
using Engine.Core.Time;

namespace Engine.Core.MarketData;

/// <summary>
/// A market made up from a seed, so that the engine runs without data: several instruments, quotes and trades, bursts,
/// sessions, one-sided, locked and crossed quotes. The same options give the same rows on every machine.
/// </summary>
public sealed class SimulatedSource : IMarketDataSource
{
    private const int SuppressedRowsPerRun = 16_384;

    private readonly SimulatedSourceOptions _options;
    private readonly InstrumentPayload[] _definitions;
    private readonly SimulatedFeed _feed;
    private readonly SourcePump _pump;
    private readonly long _optionsHash;
    private readonly long _resumeRow;
    private readonly int _resumeDefinitions;
    private long _row;
    private int _defined;
    private long _lastEventTimeNs;
    private bool _isDrained;

    /// <param name="resume">What the journal has of this source; null if its SourceOpened is not journaled.</param>
    /// <param name="clock">Paces the rows; null writes them as fast as they are taken.</param>
    /// <exception cref="SourceFileException">The journal was written with other options.</exception>
    public SimulatedSource(
        SimulatedSourceOptions options, InstrumentCatalog catalog, IInputWriter writer, ResumePoint? resume = null,
        IClock? clock = null)
    {
        options.Validate();
        _options = options;
        _optionsHash = SourceRecords.HashOptions(options.ToText());
        if (resume is not null) SourceRecords.CheckResume(Name, resume, default, _optionsHash);

        _definitions = new InstrumentPayload[options.Instruments.Count];
        for (var i = 0; i < _definitions.Length; i++)
        {
            _definitions[i] = catalog.Define(options.Instruments[i].Symbol);
            _definitions[i].LocalId = i;
            _definitions[i].SourceRow = i + 1;    // The opening quotes come first, in this order.
        }
        _feed = new SimulatedFeed(options, _definitions);
        _pump = new SourcePump(writer, clock);
        _lastEventTimeNs = options.StartTimeNs;
        _resumeRow = resume?.LastRow ?? 0;
        _resumeDefinitions = resume?.DefinitionsSeen ?? 0;
        IsEnded = resume is { HasEnded: true };
        if (resume is null) _pump.Open(SourceRecords.Opened(Describe(), Name));
    }

    public string Name => "simulated";

    public bool IsEnded { get; private set; }

    public long FirstEventTimeNs => _options.StartTimeNs;

    public SourceProgress Progress => new(_row, 0, _lastEventTimeNs - _options.StartTimeNs, _options.DurationNs);

    public int RunOnce()
    {
        if (IsEnded) return 0;
        if (_pump.HasNoRows && !_isDrained) Fill();

        var written = _pump.Write();
        IsEnded = _isDrained && _pump.IsEmpty;
        return written;
    }

    /// <summary>Holds nothing that must be released.</summary>
    public void Dispose()
    {
    }

    private void Fill()
    {
        var rows = SuppressedRowsPerRun;
        while (_pump.HasRoom && rows-- > 0 && !_isDrained)
        {
            var input = default(EngineEvent);
            _isDrained = !_feed.TryNext(_row + 1, ref input);
            if (_isDrained)
            {
                _pump.Add(SourceRecords.Ended(Describe()));
                return;
            }
            _row++;
            _lastEventTimeNs = input.TimestampNs;
            if (input.InstrumentId == _defined) Define(input.TimestampNs);
            if (_row > _resumeRow) _pump.Add(in input);
        }
    }

    private void Define(long eventTimeNs)
    {
        if (_defined >= _resumeDefinitions) _pump.Add(SourceRecords.Defined(in _definitions[_defined], eventTimeNs));
        _defined++;
    }

    private SourcePayload Describe() => new()
    {
        RowCount = _row,
        EventTimeNs = _lastEventTimeNs,
        Format = SourceFormat.Simulated,
        Seed = _options.Seed,
        OptionsHash = _optionsHash,
    };
}
