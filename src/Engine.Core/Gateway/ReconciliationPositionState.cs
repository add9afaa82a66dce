using System.Runtime.InteropServices;

namespace Engine.Core.Gateway;

/// <summary>One position as the venue reported it, at the index of its instrument.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct ReconciliationPositionState
{
    public const int SizeInBytes = 24;

    [FieldOffset(0)] public long Quantity;
    [FieldOffset(8)] public long VenueEventId;
    [FieldOffset(16)] public long IsReported;
}
