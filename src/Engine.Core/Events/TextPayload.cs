using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>Raw bytes of a continuation record.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct TextPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public TextBytes88 Bytes;
}
