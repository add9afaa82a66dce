using Engine.Core.Journal;

namespace Engine.Grpc.Tails;

/// <summary>
/// The pages that were asked for lately, and the readers of the journal that go on where one of them stopped. Bounded,
/// and made anew for nobody: memory and files are used again. One thread.
/// </summary>
internal sealed class JournalPages(IJournalStorage storage) : IDisposable
{
    /// <summary>Pages at the end of the journal, where those who keep up read.</summary>
    public const int NearPages = 64;

    /// <summary>Pages for those who catch up; they must not drive the others out.</summary>
    public const int FarPages = 16;

    private const int ReadersMax = 16;
    private const int ReaderChunkRecords = 1_024;

    private readonly Dictionary<long, EventPage> _pages = [];
    private readonly List<(JournalReader Reader, long Next, long UsedAt)> _readers = [];
    private long _calls;

    /// <summary>Pages that were read or read on, for tests.</summary>
    public long Fills { get; private set; }

    /// <summary>The page of a sequence, with all of it that is durable; valid until the next call.</summary>
    /// <exception cref="JournalCorruptException">The journal is damaged there.</exception>
    /// <exception cref="JournalReadException">A file cannot be read.</exception>
    public EventPage PageOf(long sequence, long durable)
    {
        var index = sequence / EventPage.Records;
        if (!_pages.TryGetValue(index, out var page))
        {
            page = Take(index, durable);
            _pages.Add(index, page);
        }
        page.UsedAt = ++_calls;
        if (page.KnownTo < Math.Min(durable, page.Last)) Fill(page, durable);
        return page;
    }

    public void Dispose()
    {
        foreach (var (reader, _, _) in _readers) reader.Dispose();
        _readers.Clear();
    }

    private void Fill(EventPage page, long durable)
    {
        Fills++;
        var next = page.KnownTo + 1; // A page may begin before what is kept; whoever reads it does not.
        var found = _readers.FindIndex(entry => entry.Next == next);
        var reader = found >= 0 ? _readers[found].Reader : JournalReader.OpenKept(storage, next, ReaderChunkRecords);
        if (found >= 0) _readers.RemoveAt(found);
        try
        {
            page.Fill(reader, durable);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
        if (_readers.Count == ReadersMax)
        {
            var oldest = _readers.MinBy(entry => entry.UsedAt);
            _readers.Remove(oldest);
            oldest.Reader.Dispose();
        }
        _readers.Add((reader, page.KnownTo + 1, _calls));
    }

    private EventPage Take(long index, long durable)
    {
        var nearFrom = (durable / EventPage.Records) - NearPages;
        var isFar = index < nearFrom;
        var rivals = isFar ? _pages.Values.Where(page => page.Index < nearFrom) : _pages.Values;
        var max = isFar ? FarPages : NearPages + FarPages;
        if (rivals.Count() < max && _pages.Count < NearPages + FarPages) return new EventPage(index);

        var oldest = rivals.DefaultIfEmpty().MinBy(page => page?.UsedAt) ?? _pages.Values.MinBy(page => page.UsedAt)!;
        _pages.Remove(oldest.Index);
        oldest.Reset(index);
        return oldest;
    }
}
