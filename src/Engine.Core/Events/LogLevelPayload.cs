using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>What is to be told from now on.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct LogLevelPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public LogVerbosity Level;
}
