using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Engine.Core.Events;
using Engine.Core.Journal;
using Xunit;

namespace CrashTests.Support;

/// <summary>
/// What must come out of a backtest however often it was interrupted: the same market data in the same order, the same
/// decisions, state and positions.
/// </summary>
internal sealed record BacktestRun(
    long Records, long MarketData, string MarketDataSha256, long Orders, long Executions, string State,
        string Positions)
{
    /// <param name="engine">The run that came to the end.</param>
    public static BacktestRun Of(string journal, ChildProcess engine)
    {
        var report = JournalVerifier.Verify(new DiskStorage(journal));
        Assert.True(report.IsIntact, string.Join('\n', report.Findings));
        Assert.False(report.HasOpenRun);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var reader = JournalReader.Open(new DiskStorage(journal));
        long marketData = 0;
        long orders = 0;
        var executions = new HashSet<string>(StringComparer.Ordinal);
        for (var records = reader.Read(); !records.IsEmpty; records = reader.Read())
        {
            foreach (var record in records)
            {
                if (record.Kind == EventKind.OrderRequested) orders++;
                if (record.Kind == EventKind.Execution)
                    Assert.True(executions.Add(record.Execution.ExecutionId.ToString()), "an execution twice");
                if (record.Kind is not (EventKind.Quote or EventKind.Trade or EventKind.InstrumentDefined)) continue;
                marketData++;
                hash.AppendData(WithoutPlace(record));
            }
        }
        var positions = engine.Text.Split('\n').Where(line =>
            line.Contains(" held, realised ", StringComparison.Ordinal));
        return new BacktestRun(
            report.Records, marketData, Convert.ToHexString(hash.GetCurrentHash()), orders, executions.Count,
            engine.LineAfter("state ").Split(' ')[0], string.Join('\n', positions));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Records} records, {MarketData} market data, {Orders} orders, {Executions} executions, state {State}");

    // Restarts take sequences of their own, and their jumps; everything else must be the same.
    private static byte[] WithoutPlace(EngineEvent record)
    {
        record.Sequence = 0;
        record.CauseSequence = 0;
        record.Checksum = 0;
        record.Flags = EventFlags.None; // A state hash may end the group.
        return MemoryMarshal.AsBytes(new ReadOnlySpan<EngineEvent>(in record)).ToArray();
    }
}
