namespace Engine.Core.Journal;

/// <summary>One damage, with its place.</summary>
/// <param name="RecordIndex">Record within the segment from 0; -1 where the damage is not in a record.</param>
/// <param name="Sequence">Sequence that should be there; -1 if none is known.</param>
public sealed record VerifyFinding(string File, long RecordIndex, long ByteOffset, long Sequence, string Reason);
