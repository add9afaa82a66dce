namespace Engine.Core.Journal;

/// <summary>API first; the body follows in the next commit.</summary>
public sealed class DiskStorage(string folder) : IJournalStorage
{
    public string Folder { get; } = folder;

    public string BootId => throw new NotImplementedException();
    public IStorageFile Create(string name) => throw new NotImplementedException();
    public void Delete(string name) => throw new NotImplementedException();
    public string Describe(string name) => throw new NotImplementedException();
    public bool Exists(string name) => throw new NotImplementedException();
    public IReadOnlyList<string> List() => throw new NotImplementedException();
    public IDisposable Lock(string name) => throw new NotImplementedException();
    public IStorageFile Open(string name, bool isWritable) => throw new NotImplementedException();
    public void Rename(string oldName, string newName) => throw new NotImplementedException();
    public StorageSpace Space() => throw new NotImplementedException();
    public void SyncDirectory() => throw new NotImplementedException();
}
