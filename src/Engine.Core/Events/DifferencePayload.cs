using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>Something that engine and venue do not agree on.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct DifferencePayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>1 order unresolved, 2 order unexpected, 3 executions missing, 4 position.</summary>
    [FieldOffset(0)] public int Kind;

    /// <summary>Order id, or instrument id for a position.</summary>
    [FieldOffset(8)] public long Id;

    /// <summary>Quantity by the engine's executions.</summary>
    [FieldOffset(16)] public long Engine;

    /// <summary>Quantity by the venue's report.</summary>
    [FieldOffset(24)] public long Venue;
}
