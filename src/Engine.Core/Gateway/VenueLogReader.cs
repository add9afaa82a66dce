using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>
/// Reads a venue's log: the independent witness of what reached the venue and what it did. An interrupted last write is
/// left out; damage before it is an error.
/// </summary>
public sealed class VenueLogReader
{
    private readonly List<EngineEvent> _records;

    private VenueLogReader(List<EngineEvent> records) => _records = records;

    /// <summary>Everything received that mattered and everything said, in order.</summary>
    public IReadOnlyList<EngineEvent> Records => _records;

    /// <summary>Intents in the order of their arrival.</summary>
    public IEnumerable<EngineEvent> Intents => _records.Where(r =>
        r.Kind is EventKind.OrderRequested or EventKind.CancelRequested or EventKind.ReplaceRequested);

    /// <summary>Executions as they were said the first time, without the answers to queries.</summary>
    public IEnumerable<EngineEvent> Executions =>
        _records.Where(r => r.Kind == EventKind.Execution && r.Execution.IsQueryAnswer == 0);

    /// <exception cref="VenueException">Not a venue log, or damaged before its tail.</exception>
    public static VenueLogReader Open(string path) => new(ReadIntact(path, null));

    /// <summary>How often each order id arrived: every count above 1 is an intent sent twice.</summary>
    public IReadOnlyDictionary<long, int> CountOrdersById() =>
        Intents.Where(r => r.Kind == EventKind.OrderRequested)
            .GroupBy(r => r.Order.OrderId).ToDictionary(g => g.Key, g => g.Count());

    /// <summary>Signed sum of executions per instrument.</summary>
    public IReadOnlyDictionary<int, long> SumPositions() =>
        Executions.GroupBy(r => r.InstrumentId).ToDictionary(
            g => g.Key,
            g => g.Sum(r => r.Execution.Side == Side.Buy ? r.Execution.Quantity : -r.Execution.Quantity));

    /// <param name="expected">What the header must say; null to take any venue log.</param>
    internal static List<EngineEvent> ReadIntact(string path, VenueLogHeader? expected)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 20);
        CheckHeader(file, path, expected);

        var records = new List<EngineEvent>();
        var record = default(EngineEvent);
        var bytes = MemoryMarshal.AsBytes(new Span<EngineEvent>(ref record));
        long index = 0;
        long firstDamaged = -1;
        for (; file.ReadAtLeast(bytes, VenueFrame.Bytes, throwOnEndOfStream: false) == VenueFrame.Bytes; index++)
        {
            var isIntact = VenueFrame.IsIntact(in record, VenueLog.SeedOf(index));
            if (isIntact && firstDamaged < 0) records.Add(record);
            else if (firstDamaged < 0) firstDamaged = index;

            // The write that a crash interrupts is one batch at most: anything older was synced, so this is damage.
            else if (isIntact && index - firstDamaged >= VenueLog.BatchRecordsMax) ThrowDamaged(path, firstDamaged);
        }
        return records;
    }

    private static void CheckHeader(FileStream file, string path, VenueLogHeader? expected)
    {
        var header = default(VenueLogHeader);
        var bytes = MemoryMarshal.AsBytes(new Span<VenueLogHeader>(ref header));
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length || header.Magic != VenueLogHeader.MagicNumber
            || header.Version != VenueLogHeader.CurrentVersion
            || !VenueFrame.IsIntact(in MemoryMarshal.AsRef<EngineEvent>(bytes), VenueFrame.WireSeed))
        {
            throw new VenueException(
                $"'{path}' is not a venue log of version {VenueLogHeader.CurrentVersion}: name another file.");
        }
        if (expected is not { } wanted) return;

        if (header.Account.ToString() != wanted.Account.ToString())
            throw new VenueException(
                $"Venue log '{path}' belongs to account '{header.Account}', not '{wanted.Account}'.");
        if (header.OptionsDigest != wanted.OptionsDigest)
        {
            throw new VenueException(
                $"Venue log '{path}' was made under other venue options: start with those, or name a new log.");
        }
    }

    private static void ThrowDamaged(string path, long index) =>
        throw new VenueException(
            $"Record {index} of venue log '{path}' is damaged and intact records follow: " +
            "restore the file from a copy.");
}
