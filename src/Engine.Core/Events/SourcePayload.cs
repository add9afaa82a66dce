using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// A market-data source opened or ended. The path follows in continuation records of <see cref="PathBytes"/> bytes.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct SourcePayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>SHA-256 of the file as it lies on disk; zero for a generated source.</summary>
    [FieldOffset(0)] public Sha256Text Sha256;

    [FieldOffset(32)] public long FileBytes;

    /// <summary>Rows read; known when the source ended.</summary>
    [FieldOffset(40)] public long RowCount;

    /// <summary>Malformed rows skipped because the operator allowed it.</summary>
    [FieldOffset(48)] public long SkippedRows;

    [FieldOffset(56)] public long EventTimeNs;
    [FieldOffset(64)] public int PathBytes;
    [FieldOffset(68)] public SourceFormat Format;

    /// <summary>Seed of a generated source.</summary>
    [FieldOffset(72)] public long Seed;

    /// <summary>Hash of the options that change what the source yields.</summary>
    [FieldOffset(80)] public long OptionsHash;
}
