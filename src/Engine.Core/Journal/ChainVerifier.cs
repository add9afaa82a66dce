namespace Engine.Core.Journal;

/// <summary>Recomputes the hash chain over the segment files and compares its ends with the seals.</summary>
internal sealed class ChainVerifier(IJournalStorage storage, JournalManifest manifest, Action<VerifyFinding> report)
{
    private const int BufferBytes = 1 << 20;

    private readonly byte[] _hash = new byte[ChainEntry.HashBytes];
    private readonly Dictionary<int, string> _headByRun = [];
    private readonly HashSet<int> _closedSegments = [];
    private byte[] _buffer = [];
    private string? _headOfRecycled;
    private ChainEntry? _before;
    private long _chained;

    /// <summary>Last sequence that the chain covers.</summary>
    public long Run()
    {
        var chain = HashChain.Read(storage);
        var hashBefore = new byte[ChainEntry.HashBytes];
        for (var i = 0; i < chain.Entries.Count; i++)
        {
            var bytes = chain.EntryBytes(i).ToArray();
            if (!ChainEntry.HashBefore(bytes).SequenceEqual(hashBefore))
                Add(i, "the entry does not follow the one before");
            CheckEntry(i, chain.Entries[i], bytes);
            if (chain.Entries[i].SegmentNumber <= manifest.Recycled?.LastSegment) _headOfRecycled = HashOf(bytes);
            hashBefore = ChainEntry.Hash(bytes).ToArray();
        }
        var isOpen = manifest.Runs is [.., { State: not RunState.Sealed }];
        if (chain.FileBytes != chain.IntactBytes && !isOpen) Add(chain.Entries.Count, "the entry is damaged");
        if (manifest.Recycled is { ChainHash: { } recycledHash } && recycledHash != _headOfRecycled)
            Add(-1, "the chain over what was recycled does not end with the hash in the manifest");
        CheckSeals();
        return _chained;
    }

    private void CheckEntry(int index, ChainEntry entry, byte[] bytes)
    {
        var run = manifest.Runs.FirstOrDefault(r => r.Epoch == entry.RunEpoch);
        var name = JournalFormat.SegmentName(entry.SegmentNumber);
        if (run is null || entry.SegmentNumber < run.FirstSegment
            || entry.SegmentNumber > (run.End?.LastSegment ?? int.MaxValue))
            Add(index, $"{name} does not belong to run {entry.RunEpoch}");
        else if (!Continues(entry)) Add(index, $"the entry does not cover what follows the one before in {name}");
        else if (entry.SegmentNumber <= manifest.Recycled?.LastSegment) Pass(entry, bytes);
        else if (!storage.Exists(name)) Add(index, $"{name} is missing");
        else CheckBlock(entry, bytes, run, name);
        _before = entry;
    }

    private bool Continues(ChainEntry entry)
    {
        if (_before is { IsClosing: false } before)
            return entry.SegmentNumber == before.SegmentNumber
                && entry.FirstRecord == before.FirstRecord + before.Records
                && entry.FirstByte == before.FirstByte + before.Bytes;
        return entry.FirstRecord == 0 && entry.FirstByte == 0
            && entry.SegmentNumber > (_before?.SegmentNumber ?? 0);
    }

    private void CheckBlock(ChainEntry entry, byte[] bytes, JournalRun run, string name)
    {
        using var file = storage.Open(name, isWritable: false);
        if (entry.IsClosing && entry.FirstByte + entry.Bytes != file.Length)
            report(new VerifyFinding(name, -1, file.Length, -1, "the file's length differs from the one in the chain"));
        if (_buffer.Length < Math.Min(BufferBytes, entry.Bytes))
            _buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(BufferBytes, entry.Bytes));
        if (!HashChain.TryHash(file, entry, bytes, _buffer, _hash) || !ChainEntry.Hash(bytes).SequenceEqual(_hash))
            report(new VerifyFinding(
                name, entry.FirstRecord, entry.FirstByte, -1,
                $"the block of {entry.Records} records does not match the hash chain"));

        _headByRun[run.Epoch] = HashOf(bytes);
        if (entry.IsClosing) _closedSegments.Add(entry.SegmentNumber);
        if (SegmentFiles.TryReadHeader(file, entry.SegmentNumber, run, out _) is { IsUsed: true } header)
            _chained = Math.Max(_chained, header.FirstSequence + entry.FirstRecord + entry.Records - 1);
    }

    /// <summary>The block is gone; its hash was checked before, and the links are there to check its copy by.</summary>
    private void Pass(ChainEntry entry, byte[] bytes)
    {
        _headByRun[entry.RunEpoch] = HashOf(bytes);
        if (!entry.IsClosing) return;

        _closedSegments.Add(entry.SegmentNumber);
        if (entry.SegmentNumber == manifest.Recycled!.LastSegment) _chained = manifest.Recycled.LastSequence;
    }

    private static string HashOf(byte[] entry) => Convert.ToHexStringLower(ChainEntry.Hash(entry));

    private void CheckSeals()
    {
        foreach (var run in manifest.Runs)
        {
            if (run.End?.ChainHash is not { } sealedHash) continue;

            if (!_headByRun.TryGetValue(run.Epoch, out var head) || head != sealedHash)
                report(new VerifyFinding(
                    JournalFormat.ChainName, -1, 0, -1,
                        $"the chain of run {run.Epoch} does not end with the sealed hash"));
            for (var number = run.FirstSegment; number <= run.End.LastSegment; number++)
                if (!_closedSegments.Contains(number))
                    report(new VerifyFinding(
                        JournalFormat.ChainName, -1, 0, -1,
                            $"{JournalFormat.SegmentName(number)} is not wholly in the chain"));
        }
    }

    private void Add(int index, string reason) =>
        report(new VerifyFinding(
            JournalFormat.ChainName, index, Math.Max(0, (long)index) * ChainEntry.SizeInBytes, -1, reason));
}
