namespace Engine.Testing;

/// <summary>The repository that the tests were built from.</summary>
public static class Repository
{
    /// <exception cref="DirectoryNotFoundException">The tests run outside of it.</exception>
    public static string Root { get; } = FindRoot();

    /// <summary>Absolute path of something in the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "LowLatency.sln"))) return at.FullName;
        throw new DirectoryNotFoundException($"No LowLatency.sln above {AppContext.BaseDirectory}.");
    }
}
