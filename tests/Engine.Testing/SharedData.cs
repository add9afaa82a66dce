namespace Engine.Testing;

/// <summary>The real market data that lies beside the repository, in a folder that is not part of it.</summary>
public static class SharedData
{
    private const string Missing = "No folder ../shared/data beside the repository";

    private static readonly string? Found = Find();

    /// <summary>Path of the data folder, or null if this machine does not have it and need not.</summary>
    /// <exception cref="DirectoryNotFoundException">Absent, and <see cref="TestNeeds"/> demands it.</exception>
    public static string? Root => Found is null && TestNeeds.IsRequired(TestNeeds.Data)
        ? throw new DirectoryNotFoundException($"{Missing}, and {TestNeeds.Variable} demands it.")
        : Found;

    /// <summary>Why a test on the data is skipped; null where it runs.</summary>
    public static string? SkipReason => TestNeeds.SkipReason(TestNeeds.Data, Found is not null, Missing);

    private static string? Find()
    {
        var data = Path.GetFullPath(Repository.PathOf("..", "shared", "data"));
        return Directory.Exists(data) ? data : null;
    }
}
