namespace Engine.Core.Snapshots;

/// <summary>A snapshot cannot be written or used. The message names file, place and remedy.</summary>
public sealed class SnapshotException(string file, string reason)
    : Exception($"Snapshot {file}: {reason}.")
{
    public string FileName { get; } = file;

    public string Reason { get; } = reason;
}
