using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>A print. Price and size are fixed point in the exponents of the instrument.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct TradePayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public long Price;
    [FieldOffset(8)] public long Size;
    [FieldOffset(16)] public long EventTimeNs;
    [FieldOffset(24)] public long ReceiveTimeNs;
    [FieldOffset(32)] public long SourceRow;
}
