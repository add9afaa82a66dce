using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>A strategy says what it sees. For the record and for charts; it does nothing by itself.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct SignalPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>Fixed point, exponent 8.</summary>
    [FieldOffset(0)] public long Value;

    /// <summary>Defined by the strategy.</summary>
    [FieldOffset(8)] public long Code;

    [FieldOffset(16)] public long ReferencePrice;
    [FieldOffset(24)] public long TargetQuantity;
}
