namespace Engine.Testing;

/// <summary>The real market data that lies beside the repository, in a folder that is not part of it.</summary>
public static class SharedData
{
    /// <summary>Path of the data folder, or null if this machine does not have it.</summary>
    public static string? Root { get; } = Find();

    private static string? Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LowLatency.sln")))
            folder = folder.Parent;
        if (folder?.Parent is null) return null;

        var data = Path.Combine(folder.Parent.FullName, "shared", "data");
        return Directory.Exists(data) ? data : null;
    }
}
