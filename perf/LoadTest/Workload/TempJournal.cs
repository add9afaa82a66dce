namespace LoadTest.Workload;

/// <summary>A journal folder of its own that is removed in the end.</summary>
internal sealed class TempJournal : IDisposable
{
    /// <param name="parent">Where to put it; null is the folder for temporary files.</param>
    public TempJournal(string? parent)
    {
        Folder = Directory.CreateDirectory(
            Path.Combine(parent ?? Path.GetTempPath(), "loadtest-" + Path.GetRandomFileName()[..8])).FullName;
    }

    public string Folder { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
