using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>A bar from a source. It becomes known at its end: <see cref="EventTimeNs"/> = start + interval.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct BarPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public long Open;
    [FieldOffset(8)] public long High;
    [FieldOffset(16)] public long Low;
    [FieldOffset(24)] public long Close;
    [FieldOffset(32)] public long Volume;
    [FieldOffset(40)] public long StartTimeNs;
    [FieldOffset(48)] public long IntervalNs;
    [FieldOffset(56)] public long EventTimeNs;
    [FieldOffset(64)] public long ReceiveTimeNs;
    [FieldOffset(72)] public long SourceRow;
}
