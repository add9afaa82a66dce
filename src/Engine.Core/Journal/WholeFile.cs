namespace Engine.Core.Journal;

/// <summary>Small files, read and replaced as a whole.</summary>
internal static class WholeFile
{
    public static byte[] Read(IJournalStorage storage, string name)
    {
        using var file = storage.Open(name, isWritable: false);
        var bytes = new byte[checked((int)file.Length)];
        var count = file.Read(bytes, 0);
        return count == bytes.Length ? bytes : bytes[..count];
    }

    /// <summary>Reads into a buffer, which is replaced by a larger one if it is too small; returns the
    /// length.</summary>
    public static int Read(IJournalStorage storage, string name, ref byte[] buffer)
    {
        using var file = storage.Open(name, isWritable: false);
        var length = checked((int)file.Length);
        if (buffer.Length < length) buffer = GC.AllocateUninitializedArray<byte>(length);
        return file.Read(buffer.AsSpan(0, length), 0);
    }

    /// <summary>
    /// Temporary file, sync, rename, directory sync: the old or the new content survives, never a mixture.
    /// </summary>
    public static void Replace(IJournalStorage storage, string name, ReadOnlySpan<byte> bytes)
    {
        var temporary = name + JournalFormat.TemporarySuffix;
        storage.Delete(temporary);
        using (var file = storage.Create(temporary))
        {
            file.Write(bytes, 0);
            file.SyncAll();
        }
        storage.Rename(temporary, name);
        storage.SyncDirectory();
    }
}
