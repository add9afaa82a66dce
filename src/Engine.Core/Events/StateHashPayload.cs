using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>Digest of everything so far: replay must arrive at the same.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct StateHashPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>Rolling digest of all records, checksums and this record excluded.</summary>
    [FieldOffset(0)] public ulong RecordsDigest;

    /// <summary>Digest of all state tables.</summary>
    [FieldOffset(8)] public ulong StateDigest;

    /// <summary>Records so far in the journal.</summary>
    [FieldOffset(16)] public long RecordCount;
}
