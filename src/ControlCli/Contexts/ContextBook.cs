using System.Text.Json;
using System.Text.Json.Serialization;

namespace ControlCli.Contexts;

/// <summary>
/// The named engines of a user, in <c>enginectl/contexts.json</c> below <c>XDG_CONFIG_HOME</c> or <c>~/.config</c>.
/// </summary>
internal sealed class ContextBook
{
    public const string FileName = "contexts.json";

    private const string Folder = "enginectl";
    private const UnixFileMode FileMode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode0700 = FileMode0600 | UnixFileMode.UserExecute;

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
        NewLine = "\n",
    };

    private readonly string _path;

    private ContextBook(string path, Content content)
    {
        _path = path;
        Current = content.Current;
        Contexts = new SortedDictionary<string, EngineContext>(content.Contexts, StringComparer.Ordinal);
    }

    /// <summary>The one that is used when nothing is said; null if none is.</summary>
    public string? Current { get; set; }

    public SortedDictionary<string, EngineContext> Contexts { get; }

    /// <exception cref="CliException">The file cannot be used.</exception>
    public static ContextBook Load(CliConsole console)
    {
        var path = PathOf(console);
        try
        {
            return new ContextBook(
                path, JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Format) ?? new Content());
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new ContextBook(path, new Content());
        }
        catch (JsonException exception)
        {
            throw new CliException(ExitCode.Unhealthy,
                $"'{path}' cannot be read as contexts ({exception.Message.TrimEnd('.')}): mend it, or delete it.");
        }
    }

    /// <exception cref="CliException">There is none of that name.</exception>
    public EngineContext Get(string name)
    {
        if (Contexts.TryGetValue(name, out var context)) return context;
        throw new CliException(ExitCode.Negative, Contexts.Count == 0
            ? $"There is no context '{name}', nor any other: make one with 'context add {name} --endpoint URL'."
            : $"There is no context '{name}': give one of {string.Join(", ", Contexts.Keys)}, or 'context add' it.");
    }

    /// <summary>Whole or not at all, for this user only.</summary>
    public void Save()
    {
        var folder = Path.GetDirectoryName(_path)!;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, FolderMode0700);
        var unfinished = $"{_path}.{Environment.ProcessId}";
        var how = new FileStreamOptions { Mode = System.IO.FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = FileMode0600;
        using (var file = new FileStream(unfinished, how))
        {
            JsonSerializer.Serialize(file, new Content { Current = Current, Contexts = new(Contexts) }, Format);
            file.WriteByte((byte)'\n');
        }
        File.Move(unfinished, _path, overwrite: true);
    }

    private static string PathOf(CliConsole console)
    {
        var home = console.Variable("XDG_CONFIG_HOME");
        if (string.IsNullOrEmpty(home) || !Path.IsPathRooted(home))
        {
            var user = console.Variable("HOME");
            home = Path.Combine(string.IsNullOrEmpty(user) ? Path.GetTempPath() : user, ".config");
        }
        return Path.Combine(home, Folder, FileName);
    }

    private sealed class Content
    {
        public string? Current { get; init; }

        public Dictionary<string, EngineContext> Contexts { get; init; } = [];
    }
}
