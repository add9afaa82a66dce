namespace CrashTests.Support;

/// <summary>A folder of one test. It stays if the test fails, so that what is in it can be looked at.</summary>
internal sealed class TestFolder
{
    private TestFolder(string path) => Root = path;

    public string Root { get; }

    public static TestFolder Create() => new(Directory.CreateTempSubdirectory("crash-").FullName);

    public string File(string name) => Path.Combine(Root, name);

    public void Delete() => Directory.Delete(Root, recursive: true);
}
