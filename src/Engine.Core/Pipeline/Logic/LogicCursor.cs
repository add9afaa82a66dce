namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// Where in the journal a chain is. Not part of the state hash: an interrupted run has other numbers than an
/// uninterrupted one with the same state.
/// </summary>
/// <param name="LastSequence">Last record of the last group processed; 0 before the first.</param>
/// <param name="RecordCount">Records so far, over all runs.</param>
/// <param name="RecordsDigest">Rolling digest of those records without their checksums; state hashes excluded.</param>
/// <param name="RecordsSinceStateHash">Records since the last state hash.</param>
/// <param name="RunEpoch">Epoch of the run that the last record belongs to.</param>
public readonly record struct LogicCursor(
    long LastSequence, long RecordCount, ulong RecordsDigest, long RecordsSinceStateHash, int RunEpoch);
