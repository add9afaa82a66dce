using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>The effective configuration as canonical text, in the continuation records that follow.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct ConfigPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>SHA-256 of the text.</summary>
    [FieldOffset(0)] public Sha256Text Sha256;

    [FieldOffset(32)] public int TextBytes;
    [FieldOffset(40)] public long EventTimeNs;
}
