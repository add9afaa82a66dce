using System.Runtime.InteropServices;

namespace Engine.Core.Gateway;

/// <summary>
/// Up to where the venue has spoken of an instrument. Entity of
/// <see cref="State.StateParts.ReconciliationInstruments"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = sizeof(long))]
public struct ReconciliationInstrumentState
{
    /// <summary>Newest venue event about it that came as it happened.</summary>
    [FieldOffset(0)] public long LastVenueEventId;
}
