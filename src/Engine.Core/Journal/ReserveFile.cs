namespace Engine.Core.Journal;

/// <summary>
/// Space set aside while there is plenty, given back when the device is full, so that the stop can finish.
/// </summary>
internal static class ReserveFile
{
    /// <summary>Makes the reserve as large as wanted.</summary>
    /// <exception cref="JournalWriteException">There is no room for it: the engine should not start.</exception>
    public static void Ensure(IJournalStorage storage, long bytes)
    {
        if (storage.Exists(JournalFormat.ReserveName))
        {
            using var existing = storage.Open(JournalFormat.ReserveName, isWritable: false);
            if (existing.Length == bytes) return;
        }
        Release(storage);
        if (bytes == 0) return;

        using var file = storage.Create(JournalFormat.ReserveName);
        file.Preallocate(bytes);
        file.SyncAll();
        storage.SyncDirectory();
    }

    /// <summary>True if there was one to give back.</summary>
    public static bool Release(IJournalStorage storage)
    {
        if (!storage.Exists(JournalFormat.ReserveName)) return false;

        storage.Delete(JournalFormat.ReserveName);
        storage.SyncDirectory();
        return true;
    }
}
