using Engine.Core.Config;

namespace Engine.Grpc.Services;

/// <summary>How many may read the journal of a running engine, and how far one may fall behind.</summary>
internal sealed record JournalReading(int ReadersMax, int LagRecordsMax)
{
    /// <exception cref="ConfigException">A setting cannot be used.</exception>
    public static JournalReading FromConfig(ConfigSection control) => new(
        (int)control.GetLong(
            "journalReaders", 1, ControlLimits.JournalReadersMax, ControlLimits.JournalReadersDefault),
        (int)control.GetLong(
            "journalLagRecords", ControlLimits.JournalLagRecordsMin, ControlLimits.JournalLagRecordsMax,
            ControlLimits.JournalLagRecordsDefault));
}
