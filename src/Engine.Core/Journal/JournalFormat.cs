using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Journal;

/// <summary>Names and constants of the bytes on disk; docs/JOURNAL_FORMAT.md describes the same.</summary>
public static class JournalFormat
{
    public const int Version = 1;

    /// <summary>
    /// Format of a manifest whose journal has lost its beginning to retention: builds that know nothing of it refuse.
    /// </summary>
    public const int RecyclingVersion = 2;

    public const string ManifestName = "manifest.json";
    public const string LockName = "journal.lock";
    public const string ChainName = "chain.lls";
    public const string ReserveName = "reserve.lls";

    /// <summary>Files under construction; whatever has this ending after a crash is deleted.</summary>
    public const string TemporarySuffix = ".tmp";

    /// <summary>
    /// Sequences of a run that follows a cut start at a multiple of this, so that none is given twice.
    /// </summary>
    public const long SequenceJump = 1L << 32;

    internal const string SegmentPrefix = "segment-";
    internal const string SegmentSuffix = ".lls";
    internal const string SparePrefix = "spare-";

    /// <summary>
    /// Identifies the record layouts of this build: changes with every kind, version, field or offset.
    /// </summary>
    public static ulong SchemaHash { get; } = ComputeSchemaHash();

    public static string SegmentName(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{SegmentPrefix}{number:D10}{SegmentSuffix}");

    /// <summary>A recycled segment that waits to be used again, by the number that it had.</summary>
    public static string SpareName(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{SparePrefix}{number:D10}{SegmentSuffix}");

    public static string CutName(int epoch, int segment) =>
        string.Create(CultureInfo.InvariantCulture, $"cut-{epoch}-{segment}.bin");

    public static bool TryParseSegmentName(string name, out int number) => TryParse(name, SegmentPrefix, out number);

    public static bool TryParseSpareName(string name, out int number) => TryParse(name, SparePrefix, out number);

    /// <summary>Byte offset of a record in its segment file.</summary>
    public static long OffsetOf(long recordIndex) =>
        SegmentHeader.SizeInBytes + (recordIndex * EngineEvent.SizeInBytes);

    private static bool TryParse(string name, string prefix, out int number)
    {
        number = 0;
        return name.Length == prefix.Length + 10 + SegmentSuffix.Length
            && name.StartsWith(prefix, StringComparison.Ordinal)
            && name.EndsWith(SegmentSuffix, StringComparison.Ordinal)
            && int.TryParse(
                name.AsSpan(prefix.Length, 10), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static ulong ComputeSchemaHash()
    {
        var hash = StateDigest.Append(0, EngineEvent.SizeInBytes);
        hash = StateDigest.Append(hash, EngineEvent.ChecksumOffset);
        foreach (var kind in Enum.GetValues<EventKind>().Order())
            hash = StateDigest.Append(hash, ((ulong)kind << 8) | EngineEvent.CurrentSchemaVersion);
        return AppendLayout(hash, typeof(EngineEvent));
    }

    private static ulong AppendLayout(ulong hash, Type type)
    {
        const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (var field in type.GetFields(Instance).OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            foreach (var letter in field.Name) hash = StateDigest.Append(hash, letter);
            var offset = field.GetCustomAttribute<FieldOffsetAttribute>()?.Value ?? 0;
            hash = StateDigest.Append(hash, ((ulong)offset << 32) | (uint)SizeOf(field.FieldType));
            if (field.FieldType is { IsPrimitive: false, IsEnum: false }) hash = AppendLayout(hash, field.FieldType);
        }
        return hash;
    }

    private static int SizeOf(Type type) =>
        RuntimeHelpers.SizeOf(type.TypeHandle);
}
