namespace Engine.Core.Journal;

/// <summary>Space on the device of a journal folder, as an unprivileged process may use it.</summary>
public readonly record struct StorageSpace(long FreeBytes, long TotalBytes);
