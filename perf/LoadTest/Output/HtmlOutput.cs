using System.Text.Json;
using System.Text.Json.Nodes;
using Engine.Core.Config;

namespace LoadTest.Output;

/// <summary>
/// The page that <c>--html FILE</c> asks for, of any command: it is drawn from the JSON that the command writes, into a
/// temporary file if nobody asked for that.
/// </summary>
internal sealed class HtmlOutput : IDisposable
{
    private readonly string? _htmlFile;
    private readonly string? _jsonFile;
    private readonly bool _isJsonOwn;

    public HtmlOutput(LoadOptions options)
    {
        _htmlFile = options.Text("html");
        if (_htmlFile is null) return;

        _jsonFile = options.Text("json");
        if (_jsonFile is not null) return;
        _isJsonOwn = true;
        _jsonFile = Path.GetTempFileName();
        options.Set("json", _jsonFile);
    }

    public void Write()
    {
        if (_htmlFile is not null && new FileInfo(_jsonFile!) is { Exists: true, Length: > 0 })
            Render([_jsonFile!], _htmlFile);
    }

    /// <summary><c>report</c>: one page of several JSON files.</summary>
    public static bool Report(LoadOptions options)
    {
        var files = options.All("json");
        var htmlFile = options.Text("html")
            ?? throw ConfigException.Invalid("--html", "", "give the file to write the page to");
        options.RefuseUnknown();
        if (files.Count == 0) throw ConfigException.Invalid("--json", "", "give at least one file of a measurement");
        Render(files, htmlFile);
        return true;
    }

    public void Dispose()
    {
        if (_isJsonOwn) File.Delete(_jsonFile!);
    }

    private static void Render(IReadOnlyList<string> jsonFiles, string htmlFile) =>
        File.WriteAllText(htmlFile, HtmlReport.Render([.. jsonFiles.Select(Read)]));

    private static (string Name, JsonObject Json) Read(string path)
    {
        try
        {
            return (Path.GetFileNameWithoutExtension(path), JsonNode.Parse(File.ReadAllText(path))!.AsObject());
        }
        catch (Exception exception) when (exception is IOException or JsonException or InvalidOperationException)
        {
            throw ConfigException.Invalid("--json", path, $"give a file that LoadTest wrote ({exception.Message})");
        }
    }
}
