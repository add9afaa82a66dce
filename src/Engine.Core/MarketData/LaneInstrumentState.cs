using System.Runtime.InteropServices;

namespace Engine.Core.MarketData;

/// <summary>
/// Which dense id a local id of a lane stands for. The index in the table is lane x local ids per lane + local id.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct LaneInstrumentState
{
    public const int SizeInBytes = 8;

    /// <summary>Dense id + 1; 0 where the source defined nothing.</summary>
    [FieldOffset(0)] public long DenseIdPlusOne;
}
