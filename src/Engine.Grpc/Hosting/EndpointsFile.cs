using System.Text.Json;
using Engine.Core;
using Engine.Core.Config;

namespace Engine.Grpc.Hosting;

/// <summary>
/// <c>endpoints.json</c> in the journal folder while an engine runs on it: where enginectl finds the engine of a
/// journal, also with ports that the kernel chose. One that a crash left behind is overwritten by the next start; its
/// process id tells that nobody is there.
/// </summary>
internal sealed class EndpointsFile : IDisposable
{
    public const string Name = "endpoints.json";

    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private readonly string _path;

    private EndpointsFile(string path) => _path = path;

    /// <summary>To be called by the holder of the journal's lock only.</summary>
    /// <exception cref="ConfigException">The folder cannot be written.</exception>
    public static EndpointsFile Write(EngineOptions options, ControlServer server)
    {
        var path = Path.Combine(options.JournalDirectory, Name);
        try
        {
            // Readers see the whole file or none.
            var unfinished = path + ".tmp";
            File.Delete(unfinished);
            var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) how.UnixCreateMode = Mode;
            using (var file = new FileStream(unfinished, how)) Write(file, options, server);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ConfigException.Invalid("journal.directory", options.JournalDirectory,
                $"{Name} cannot be written there ({exception.Message.TrimEnd('.')}); free space, or give another");
        }
        return new EndpointsFile(path);
    }

    public void Dispose()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder is gone or was made read-only: whoever did that finds the process id in the file.
        }
    }

    private static void Write(Stream file, EngineOptions options, ControlServer server)
    {
        using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true }))
            Write(json, options, server);
        file.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, EngineOptions options, ControlServer server)
    {
        json.WriteStartObject();
        json.WriteNumber("pid", Environment.ProcessId);
        json.WriteString("grpc", server.GrpcEndPoint?.ToString());
        json.WriteString("http", server.HttpEndPoint?.ToString());
        json.WriteBoolean("tls", server.HasTls);
        json.WriteString("mode", options.Mode.ToString().ToLowerInvariant());
        json.WriteString("account", options.Account);
        json.WriteString("engineId", options.EngineId);
        json.WriteEndObject();
    }
}
