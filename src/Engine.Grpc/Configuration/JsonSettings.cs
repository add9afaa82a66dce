using System.Text.Json;
using Engine.Core.Config;

namespace Engine.Grpc.Configuration;

/// <summary>
/// A JSON file of settings as flat keys: <c>{"data": {"files": ["a.csv", "b.csv"]}}</c> reads as <c>data.files.0</c>
/// and <c>data.files.1</c>. Comments and trailing commas are allowed; <c>null</c> is a setting that is not given;
/// values stay as they are written, so that no decimal is rounded on the way.
/// </summary>
internal static class JsonSettings
{
    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <exception cref="ConfigException">The file cannot be read, is no JSON object, or gives a key twice.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Options);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw ConfigException.Invalid("--config", path, "the file must hold one JSON object");
            var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            Flatten(path, "", document.RootElement, settings);
            return [.. settings];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ConfigException.Invalid("--config", path,
                $"it cannot be read ({exception.Message.TrimEnd('.')}); give the path of a JSON file");
        }
        catch (JsonException exception)
        {
            throw ConfigException.Invalid("--config", path,
                $"it is no JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}); "
                + "correct it there");
        }
    }

    private static void Flatten(string path, string key, JsonElement element, Dictionary<string, string> settings)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    Flatten(path, key.Length == 0 ? member.Name : $"{key}.{member.Name}", member.Value, settings);
                break;
            case JsonValueKind.Array:
                var position = 0;
                foreach (var item in element.EnumerateArray())
                    Flatten(path, FormattableString.Invariant($"{key}.{position++}"), item, settings);
                break;
            case JsonValueKind.Null:
                break;
            default:
                var text = element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
                if (!settings.TryAdd(key, text))
                    throw ConfigException.Invalid(key, text, $"'{path}' gives it twice; remove one");
                break;
        }
    }
}
