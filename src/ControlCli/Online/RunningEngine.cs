using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ControlCli.Online;

/// <summary>What <c>endpoints.json</c> in a journal folder says about the engine that runs on it.</summary>
internal sealed record RunningEngine(int ProcessId, string? Grpc, string? Http)
{
    public const string FileName = "endpoints.json";

    /// <summary>Null if there is no such file, or the process that wrote it is gone.</summary>
    /// <exception cref="CliException">The file cannot be understood.</exception>
    public static RunningEngine? Find(string folder)
    {
        var path = Path.Combine(folder, FileName);
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(File.ReadAllText(path));
            var engine = new RunningEngine(
                json?["pid"]?.GetValue<int>() ?? 0, AddressOf(json?["grpc"], json), AddressOf(json?["http"], json));
            return engine.ProcessId > 0 && IsRunning(engine.ProcessId) ? engine : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new CliException(ExitCode.Unreachable,
                $"'{path}' cannot be understood ({exception.Message.TrimEnd('.')}): name the engine with --endpoint, "
                + "or read the files with --offline.");
        }
    }

    /// <summary>A process that ended but was not waited for counts as running: its parent has the last word.</summary>
    public static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            // There is no such process: that is the answer.
            return false;
        }
    }

    // Listening everywhere, it also listens here.
    private static string? AddressOf(JsonNode? node, JsonNode? file)
    {
        if (node?.GetValue<string>() is not { Length: > 0 } text) return null;
        if (!IPEndPoint.TryParse(text, out var endPoint)) return text;

        var address = endPoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : endPoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : endPoint.Address;
        var scheme = file?["tls"]?.GetValue<bool>() == true ? "https" : "http";
        return string.Create(CultureInfo.InvariantCulture, $"{scheme}://{new IPEndPoint(address, endPoint.Port)}");
    }
}
