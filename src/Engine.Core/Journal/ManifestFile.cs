using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Engine.Core.Journal;

/// <summary>
/// Reads and writes manifest.json. Its last property is the SHA-256 of the whole file with that property's digits taken
/// as zeros, so every changed byte shows, white space included.
/// </summary>
public static class ManifestFile
{
    private const int DigitCount = 64;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly byte[] HashStart = ",\n  \"sha256\": \""u8.ToArray();
    private static readonly byte[] HashEnd = "\"\n}\n"u8.ToArray();

    public static bool Exists(IJournalStorage storage) => storage.Exists(JournalFormat.ManifestName);

    /// <exception cref="JournalCorruptException">The file is not what was written.</exception>
    public static JournalManifest Read(IJournalStorage storage)
    {
        var bytes = WholeFile.Read(storage, JournalFormat.ManifestName);
        var place = storage.Describe(JournalFormat.ManifestName);
        var digitsAt = bytes.Length - HashEnd.Length - DigitCount;
        if (digitsAt < HashStart.Length
            || !bytes.AsSpan(digitsAt - HashStart.Length, HashStart.Length).SequenceEqual(HashStart)
            || !bytes.AsSpan(digitsAt + DigitCount).SequenceEqual(HashEnd))
            throw JournalCorruptException.InFile(place, "the manifest does not end with its SHA-256");

        var stored = bytes.AsSpan(digitsAt, DigitCount).ToArray();
        bytes.AsSpan(digitsAt, DigitCount).Fill((byte)'0');
        if (!Digits(bytes).AsSpan().SequenceEqual(stored))
            throw JournalCorruptException.InFile(place, "the manifest's content does not match its SHA-256");

        try
        {
            var manifest = JsonSerializer.Deserialize<JournalManifest>(bytes, Json)
                ?? throw JournalCorruptException.InFile(place, "the manifest is empty");
            if (manifest.FormatVersion is not (JournalFormat.Version or JournalFormat.RecyclingVersion))
                throw new JournalMismatchException(
                    $"{place} has format version {manifest.FormatVersion}, this build reads "
                        + $"{JournalFormat.Version} and {JournalFormat.RecyclingVersion}: use the build that wrote "
                        + "it.");
            return manifest;
        }
        catch (JsonException e)
        {
            throw JournalCorruptException.InFile(place, $"the manifest is not what this build writes: {e.Message}");
        }
    }

    /// <summary>Replaces the manifest: the old or the new one survives a crash, never a mixture.</summary>
    public static void Write(IJournalStorage storage, JournalManifest manifest)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(manifest, Json).AsSpan();
        content = content[..content.LastIndexOf((byte)'\n')];
        byte[] bytes = [.. content, .. HashStart, .. Encoding.ASCII.GetBytes(new string('0', DigitCount)), .. HashEnd];
        Digits(bytes).CopyTo(bytes, bytes.Length - HashEnd.Length - DigitCount);
        WholeFile.Replace(storage, JournalFormat.ManifestName, bytes);
    }

    private static byte[] Digits(byte[] bytes) =>
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(bytes)));
}
