using Engine.Core.Config;
using Engine.Grpc.Services;

namespace Engine.Grpc.Tails;

/// <summary>How many may read the journal of a running engine, how far one may fall behind, and what all may be
/// sent.</summary>
/// <param name="BytesPerSecond">To all readers together.</param>
internal sealed record TailLimits(int ReadersMax, int LagRecordsMax, long BytesPerSecond)
{
    /// <summary>How long a reader may leave a message unread.</summary>
    public TimeSpan StallMax { get; init; } = ControlLimits.JournalStallMax;

    /// <exception cref="ConfigException">A setting cannot be used.</exception>
    public static TailLimits FromConfig(ConfigSection control) => new(
        (int)control.GetLong(
            "journalReaders", 1, ControlLimits.JournalReadersMax, ControlLimits.JournalReadersDefault),
        (int)control.GetLong(
            "journalLagRecords", ControlLimits.JournalLagRecordsMin, ControlLimits.JournalLagRecordsMax,
            ControlLimits.JournalLagRecordsDefault),
        control.GetLong(
            "journalBytesPerSecond", ControlLimits.JournalBytesPerSecondMin, ControlLimits.JournalBytesPerSecondMax,
            ControlLimits.JournalBytesPerSecondDefault));
}
