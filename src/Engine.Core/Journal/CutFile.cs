namespace Engine.Core.Journal;

/// <summary>Bytes that recovery took off the tail of a segment and kept aside.</summary>
public sealed record CutFile(string Name, long Bytes, string Sha256);
