using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>The first 128 bytes of a venue log: whose log it is, and under which options it was made.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct VenueLogHeader
{
    public const int SizeInBytes = EngineEvent.SizeInBytes;
    public const ulong MagicNumber = 0x31474C45554E4556; // "VENUELG1"
    public const int CurrentVersion = 1;

    [FieldOffset(0)] public ulong Magic;
    [FieldOffset(8)] public int Version;
    [FieldOffset(12)] public int RecordBytes;
    [FieldOffset(16)] public ulong OptionsDigest;
    [FieldOffset(24)] public AsciiText32 Account;
    [FieldOffset(56)] public AsciiText24 VenueId;
    [FieldOffset(80)] public AsciiText32 Reserved;
    [FieldOffset(112)] public long ReservedNumber;
    [FieldOffset(120)] public uint ReservedTail;
    [FieldOffset(124)] public uint Checksum;
}
