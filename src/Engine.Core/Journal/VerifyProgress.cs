namespace Engine.Core.Journal;

/// <summary>How far the verifier has come.</summary>
public readonly record struct VerifyProgress(int SegmentsDone, int SegmentsTotal, long RecordsDone);
