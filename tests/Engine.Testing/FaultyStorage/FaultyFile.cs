using Engine.Core.Journal;

namespace Engine.Testing.FaultyStorage;

/// <summary>An open file of a <see cref="FaultyJournalStorage"/>.</summary>
internal sealed class FaultyFile(FaultyJournalStorage storage, string name, FaultyFileContent content) : IStorageFile
{
    public string Name { get; } = name;

    public long Length => content.Length;

    public int Read(Span<byte> destination, long offset) => content.Read(destination, offset);

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        storage.Count();
        if (++storage.Faults.Writes == storage.Faults.FailingWrite)
        {
            content.Write(source[..(source.Length / 2)], offset);
            throw JournalWriteException.For("write", storage.Describe(Name), JournalWriteException.InputOutput);
        }
        if (!storage.HasRoom(offset + source.Length - content.Length))
            throw JournalWriteException.For("write", storage.Describe(Name), JournalWriteException.NoSpace);
        content.Write(source, offset);
    }

    public void SyncData() => Sync("fdatasync");

    public void SyncAll() => Sync("fsync");

    public void Preallocate(long length)
    {
        if (!storage.HasRoom(length - content.Length))
            throw JournalWriteException.For("reserve space", storage.Describe(Name), JournalWriteException.NoSpace);
        if (length > content.Length) SetLength(length);
    }

    public void SetLength(long length)
    {
        storage.Count();
        content.SetLength(length);
    }

    public void Dispose() { }

    private void Sync(string operation)
    {
        storage.Count();
        if (++storage.Faults.Syncs == storage.Faults.FailingSync)
        {
            content.FailSync();
            throw JournalWriteException.For(operation, storage.Describe(Name), JournalWriteException.InputOutput);
        }
        content.Sync();
    }
}
