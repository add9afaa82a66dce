namespace Engine.Core.Journal;

/// <summary>
/// The flat folder a journal lives in, as journal and snapshots see it: the real disk, or the faulty disk of the tests.
/// Names have no folder part. Changes to names are durable after <see cref="SyncDirectory"/> only.
/// </summary>
public interface IJournalStorage
{
    /// <summary>Changes with every start of the machine: after a change, unsynced writes may be lost.</summary>
    string BootId { get; }

    /// <summary>Where the file is, for people.</summary>
    string Describe(string name);

    /// <summary>A new empty file, open for reading and writing. Refuses an existing one.</summary>
    IStorageFile Create(string name);

    /// <exception cref="JournalReadException">There is no such file, or it cannot be opened.</exception>
    IStorageFile Open(string name, bool isWritable);

    bool Exists(string name);

    /// <summary>All file names, in ordinal order.</summary>
    IReadOnlyList<string> List();

    /// <summary>Atomically gives a file another name, replacing a file that has it.</summary>
    void Rename(string oldName, string newName);

    /// <summary>Deletes the file if it exists.</summary>
    void Delete(string name);

    void SyncDirectory();

    StorageSpace Space();

    /// <summary>Exclusive until disposed or until the process dies, however it dies.</summary>
    /// <exception cref="JournalLockedException">Somebody else holds it; the message names the process.</exception>
    IDisposable Lock(string name);
}
