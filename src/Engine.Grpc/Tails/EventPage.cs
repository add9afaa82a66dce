using Engine.Core.Events;
using Engine.Core.Journal;
using Wire = Engine.Rpc.Contracts.V1;

namespace Engine.Grpc.Tails;

/// <summary>
/// A stretch of the journal that begins at a multiple of its length, so that readers at different places ask for the
/// same pages: read once, and each record encoded once. Grows while it is the last one. One thread.
/// </summary>
internal sealed class EventPage
{
    /// <summary>Sequences that a page covers.</summary>
    public const int Records = 256;

    private readonly EngineEvent[] _records = new EngineEvent[Records];
    private readonly EncodedForm _whole = new(Wire.EventContent.Unspecified);
    private readonly EncodedForm _bare = new(Wire.EventContent.Record);

    public EventPage(long index) => Reset(index);

    /// <summary>First sequence divided by <see cref="Records"/>.</summary>
    public long Index { get; private set; }

    /// <summary>Records that are here; fewer than sequences, where some were never given.</summary>
    public int Count { get; private set; }

    /// <summary>Up to here the page has what there is.</summary>
    public long KnownTo { get; private set; }

    /// <summary>Highest sequence that belongs here.</summary>
    public long Last => ((Index + 1) * Records) - 1;

    /// <summary>First sequence of the page that a sequence belongs to.</summary>
    public static long StartOf(long sequence) => sequence / Records * Records;

    /// <summary>When it was asked for last, in calls.</summary>
    public long UsedAt { get; set; }

    public ref readonly EngineEvent this[int index] => ref _records[index];

    /// <summary>Becomes the empty page of another place.</summary>
    public void Reset(long index)
    {
        Index = index;
        Count = 0;
        KnownTo = (index * Records) - 1;
        _whole.Clear();
        _bare.Clear();
    }

    /// <summary>Reads on.</summary>
    /// <param name="reader">Whose next sequence is the one behind <see cref="KnownTo"/>, or later if there is
    /// none.</param>
    /// <param name="durable">Not beyond.</param>
    public void Fill(JournalReader reader, long durable)
    {
        var end = Math.Min(durable, Last);
        while (KnownTo < end)
        {
            var next = reader.NextSequence;
            foreach (ref readonly var record in reader.ReadUpTo(end)) _records[Count++] = record;
            if (reader.NextSequence == next && next <= end) return; // The file has not grown that far yet.
            KnownTo = Math.Min(reader.NextSequence - 1, end);
        }
    }

    /// <summary>Index of the first record at or above a sequence; <see cref="Count"/> if there is none.</summary>
    public int IndexOf(long sequence)
    {
        var index = (int)Math.Clamp(sequence - (Index * Records), 0, Count);
        while (index > 0 && _records[index - 1].Sequence >= sequence) index--;
        return index;
    }

    /// <summary>A record as an element of the message; valid until the next call.</summary>
    public ReadOnlySpan<byte> Encoded(int index, Wire.EventContent content, EventEncoder encoder) =>
        (content == Wire.EventContent.Record ? _bare : _whole).Of(index, in _records[index], encoder);
}
