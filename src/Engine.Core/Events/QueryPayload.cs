using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>A query to the venue, or the end of its answer.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct QueryPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public long QueryId;
    [FieldOffset(8)] public long RowCount;
    [FieldOffset(16)] public long VenueEventId;
    [FieldOffset(24)] public long VenueTimeNs;
    [FieldOffset(32)] public QueryKind Query;

    /// <summary>1 if the venue says that nothing is missing.</summary>
    [FieldOffset(33)] public byte IsComplete;

    /// <summary>For a completed reconciliation: how many differences were found.</summary>
    [FieldOffset(40)] public long Differences;

    /// <summary>The order that <see cref="QueryKind.OrderStatus"/> asks for.</summary>
    [FieldOffset(48)] public long OrderId;

    /// <summary>Broker session in which that order was assigned.</summary>
    [FieldOffset(56)] public int SessionEpoch;
}
