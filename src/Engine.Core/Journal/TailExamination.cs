namespace Engine.Core.Journal;

/// <summary>
/// Decides where an open run ends, from its last segments, and refuses if that would give up what must be there. Only
/// reads. Undecidable is what a crash may have torn: docs/JOURNAL_FORMAT.md, "The undecidable tail".
/// </summary>
internal sealed class TailExamination
{
    private readonly IJournalStorage _storage;
    private readonly JournalRun _run;
    private readonly int _firstSegment; // Of the run, as far as it is kept.
    private readonly bool _isOtherBoot;
    private readonly SortedDictionary<int, SegmentHeader> _headers = [];
    private readonly List<(int Segment, long FromByte, long ToByte)> _cuts = [];
    private (int Segment, int Index, string Reason)? _bad;
    private (int Segment, int Index)? _validBehind;
    private long _expected;

    private TailExamination(IJournalStorage storage, JournalRun run, int firstSegment, bool isOtherBoot)
    {
        _storage = storage;
        _run = run;
        _firstSegment = firstSegment;
        _isOtherBoot = isOtherBoot;
        LastSequence = run.FirstSequence - 1;
        LastSegment = run.FirstSegment - 1;
    }

    /// <summary>Last sequence of the last complete group.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Its segment; one less than the run's first if there is none.</summary>
    public int LastSegment { get; private set; }

    /// <summary>Length of that segment without what is cut.</summary>
    public long LastSegmentBytes { get; private set; }

    /// <summary>Highest sequence that was seen in any intact record.</summary>
    public long HighestSequence { get; private set; }

    public long KnownDurableSequence { get; private set; }

    /// <summary>Records behind the last complete group that are not all zero.</summary>
    public long CutRecords { get; private set; }

    /// <summary>Byte ranges that are not all zero and go.</summary>
    public IReadOnlyList<(int Segment, long FromByte, long ToByte)> Cuts => _cuts;

    /// <param name="firstSegment">The first of the run that is kept.</param>
    /// <exception cref="JournalCorruptException">The damage lies where nothing may be missing.</exception>
    public static TailExamination Of(
        IJournalStorage storage, JournalRun run, int firstSegment, long knownDurableSequence, bool isOtherBoot)
    {
        var tail = new TailExamination(storage, run, firstSegment, isOtherBoot);
        tail.ReadHeaders();
        var lastUsed = tail.LastUsed();
        tail.Walk(tail.FirstToScan(lastUsed));
        tail.BoundDurable(knownDurableSequence, lastUsed);
        tail.RefuseIfLost();
        return tail;
    }

    private void ReadHeaders()
    {
        foreach (var number in SegmentFiles.Numbers(_storage))
        {
            if (number < _firstSegment) continue;
            if (number != _firstSegment + _headers.Count)
                throw Missing(_firstSegment + _headers.Count);

            using var file = _storage.Open(JournalFormat.SegmentName(number), isWritable: false);
            var header = SegmentFiles.ReadHeader(_storage, file, number, _run);
            if (file.Length != JournalFormat.OffsetOf(_run.SegmentRecords))
                throw JournalCorruptException.InFile(
                    _storage.Describe(file.Name),
                    $"the file has {file.Length} bytes, not {JournalFormat.OffsetOf(_run.SegmentRecords)}");
            _headers.Add(number, header);
        }
    }

    private int LastUsed()
    {
        var last = _firstSegment - 1;
        foreach (var (number, header) in _headers)
            if (header.IsUsed) last = number;
        return last;
    }

    /// <summary>
    /// The segment before the last used one, or the nearest used one before that: all earlier ones are durable.
    /// </summary>
    private int FirstToScan(int lastUsed)
    {
        var first = Math.Max(lastUsed - 1, _firstSegment);
        while (first > _firstSegment && !_headers[first].IsUsed) first--;
        return first;
    }

    private void Walk(int firstToScan)
    {
        _expected = _run.FirstSequence;
        if (_firstSegment > _run.FirstSegment)
        {
            if (!_headers.TryGetValue(_firstSegment, out var kept)) throw Missing(_firstSegment);
            _expected = kept.FirstSequence;
        }
        if (firstToScan > _firstSegment)
        {
            _expected = _headers[firstToScan].FirstSequence;
            LastSegment = firstToScan - 1; // All of it: the segment before is full and durable.
            LastSegmentBytes = JournalFormat.OffsetOf(_expected - _headers[LastSegment].FirstSequence);
        }
        LastSequence = _expected - 1;
        foreach (var (number, header) in _headers)
        {
            if (number < firstToScan) continue;

            using var file = _storage.Open(JournalFormat.SegmentName(number), isWritable: false);
            var scan = SegmentScan.Read(file, header, header.FirstSequence);
            HighestSequence = Math.Max(HighestSequence, scan.HighestSequence);
            if (_bad is null) TakePrefix(number, header, scan);
            else TakeBehind(number, header, scan);
        }
        HighestSequence = Math.Max(HighestSequence, LastSequence);
    }

    private void TakePrefix(int number, SegmentHeader header, SegmentScan scan)
    {
        if (!header.IsUsed || header.FirstSequence != _expected)
        {
            var reason = header.IsUsed
                ? $"the segment starts with sequence {header.FirstSequence}"
                : "nothing was written";
            _bad = (number, 0, reason);
            TakeBehind(number, header, scan);
            return;
        }
        _expected += scan.Valid;
        if (scan.GroupEnd > 0)
        {
            LastSegment = number;
            LastSequence = header.FirstSequence + scan.GroupEnd - 1;
            LastSegmentBytes = JournalFormat.OffsetOf(scan.GroupEnd);
        }
        var isComplete = scan.GroupEnd == scan.Valid && scan.NonZeroBehind == 0;
        var isFollowed = _headers.TryGetValue(number + 1, out var next) && next.IsUsed
            && next.FirstSequence == _expected;
        if (isComplete && (isFollowed || scan.Valid == header.RecordCapacity)) return;

        _bad = (number, scan.Valid, scan.Valid == header.RecordCapacity ? "a group is not complete"
            : scan.IsUnwrittenAtEnd ? "the record is missing" : "the record's checksum or sequence is wrong");
        if (scan.FirstValidBehind >= 0) _validBehind = (number, scan.FirstValidBehind);
        if (scan.NonZeroBehind > 0) AddCut(number, JournalFormat.OffsetOf(scan.GroupEnd), scan);
    }

    private void TakeBehind(int number, SegmentHeader header, SegmentScan scan)
    {
        if (scan.Valid > 0) _validBehind ??= (number, 0);
        else if (scan.FirstValidBehind >= 0) _validBehind ??= (number, scan.FirstValidBehind);

        // The whole segment goes. Its used header alone is no loss, but tells that the sequences up to it were given.
        if (header.IsUsed) HighestSequence = Math.Max(HighestSequence, header.FirstSequence);
        var records = scan.NonZeroBehind + scan.GroupEnd;
        if (records > 0) AddCut(number, JournalFormat.OffsetOf(0), scan, scan.GroupEnd);
    }

    private void AddCut(int number, long fromByte, SegmentScan scan, int moreRecords = 0)
    {
        CutRecords += scan.NonZeroBehind + moreRecords;
        _cuts.Add((number, fromByte, scan.NonZeroEnd));
    }

    private void BoundDurable(long knownDurableSequence, int lastUsed)
    {
        var known = knownDurableSequence >= _run.FirstSequence ? knownDurableSequence : _run.FirstSequence - 1;
        var isSynced = _run.Durability == Durability.Synced;

        // A record is written only while fewer than UnsyncedRecordsMax before it are unsynced.
        if (isSynced) known = Math.Max(known, HighestSequence - _run.UnsyncedRecordsMax);

        // A segment's header gets its first sequence after all before it was written, and under Synced also synced.
        if ((isSynced || !_isOtherBoot) && lastUsed > _firstSegment)
            known = Math.Max(known, _headers[lastUsed].FirstSequence - 1);

        // The preparer gives segment n its name after it has synced n - 2.
        if (_headers.Count > 1 && _headers[_firstSegment + _headers.Count - 2] is { IsUsed: true } header)
            known = Math.Max(known, header.FirstSequence - 1);

        // Retention takes a segment when at least two follow the next one, and the next one is on stable storage then.
        if (_firstSegment > _run.FirstSegment) known = Math.Max(known, _headers[_firstSegment].FirstSequence);
        KnownDurableSequence = known;
    }

    private void RefuseIfLost()
    {
        if (KnownDurableSequence > LastSequence)
            throw Refusal($"it was durable up to sequence {KnownDurableSequence}");
        if (!_isOtherBoot && _validBehind is { } valid)
            throw Refusal(
                $"an intact record follows in {JournalFormat.SegmentName(valid.Segment)}, record {valid.Index}, "
                + "and the machine has not been restarted, so no write can be missing before it");
    }

    private JournalCorruptException Refusal(string evidence)
    {
        if (_bad is not { } bad) return Missing(_firstSegment + _headers.Count, evidence);

        return new JournalCorruptException(
            _storage.Describe(JournalFormat.SegmentName(bad.Segment)), bad.Index, JournalFormat.OffsetOf(bad.Index),
            _expected, $"{bad.Reason}, but {evidence}");
    }

    private JournalCorruptException Missing(int number, string evidence = "later segments exist") =>
        JournalCorruptException.InFile(
            _storage.Describe(JournalFormat.SegmentName(number)), $"the segment is missing, but {evidence}");
}
