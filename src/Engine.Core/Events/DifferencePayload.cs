using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>Something that engine and venue do not agree on.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct DifferencePayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>
    /// 1 order unresolved, 2 order unexpected, 3 executions missing, 4 position, 5 cash in an instrument, 6 balance of
    /// a currency, 7 the venue reports nothing at all.
    /// </summary>
    [FieldOffset(0)] public int Kind;

    /// <summary>What a correction would be.</summary>
    [FieldOffset(4)] public ReconciliationCorrection Correction;

    /// <summary>1 if the signs differ, or one side has nothing.</summary>
    [FieldOffset(5)] public byte IsCritical;

    /// <summary>Order id; instrument id for a position or its cash; number of the currency.</summary>
    [FieldOffset(8)] public long Id;

    /// <summary>Quantity or money by the engine's executions.</summary>
    [FieldOffset(16)] public long Engine;

    /// <summary>Quantity or money by the venue's report.</summary>
    [FieldOffset(24)] public long Venue;

    /// <summary>|difference| / max(|engine|, |venue|), in basis points.</summary>
    [FieldOffset(32)] public int BasisPoints;

    /// <summary>Comparisons in a row that found it; it counts from the second on.</summary>
    [FieldOffset(36)] public int Confirmations;
}
