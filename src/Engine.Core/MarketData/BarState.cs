using System.Runtime.InteropServices;

namespace Engine.Core.MarketData;

/// <summary>The bar of one instrument that is being built. No trades means no bar.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct BarState
{
    public const int SizeInBytes = 88;

    [FieldOffset(0)] public long Open;
    [FieldOffset(8)] public long High;
    [FieldOffset(16)] public long Low;
    [FieldOffset(24)] public long Close;
    [FieldOffset(32)] public long Volume;
    [FieldOffset(40)] public long StartTimeNs;

    /// <summary>First nanosecond after a time bar; <see cref="long.MaxValue"/> for the other kinds.</summary>
    [FieldOffset(48)] public long EndTimeNs;

    [FieldOffset(56)] public long TradeCount;

    /// <summary>Latest event time of its trades.</summary>
    [FieldOffset(64)] public long LastEventTimeNs;

    [FieldOffset(72)] public long LastReceiveTimeNs;
    [FieldOffset(80)] public long LastRow;
}
