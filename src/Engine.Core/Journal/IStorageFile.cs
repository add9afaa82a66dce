namespace Engine.Core.Journal;

/// <summary>One open file of a journal folder. Reads may come from any thread; writes from one.</summary>
public interface IStorageFile : IDisposable
{
    string Name { get; }

    long Length { get; }

    /// <summary>Bytes read, less than asked only at the end of the file.</summary>
    /// <exception cref="JournalReadException">The device failed.</exception>
    int Read(Span<byte> destination, long offset);

    /// <summary>Writes everything or throws; after a throw any part may have been written. Allocates nothing.</summary>
    /// <exception cref="JournalWriteException">The device is full or failed.</exception>
    void Write(ReadOnlySpan<byte> source, long offset);

    /// <summary>
    /// fdatasync. A failed sync is never retried: the kernel has dropped the pages it could not write.
    /// </summary>
    void SyncData();

    /// <summary>fsync: data and metadata, for a file whose length has changed.</summary>
    void SyncAll();

    /// <summary>Reserves space without writing it; the new bytes read as zero.</summary>
    void Preallocate(long length);

    void SetLength(long length);
}
