using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>A difference that the last comparisons found, and how often in a row.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct FindingState
{
    public const int SizeInBytes = 56;

    [FieldOffset(0)] public ReconciliationKind Kind;
    [FieldOffset(4)] public int Confirmations;
    [FieldOffset(8)] public long Id;
    [FieldOffset(16)] public long Engine;
    [FieldOffset(24)] public long Venue;

    /// <summary>Engine time at which the first of those comparisons found it.</summary>
    [FieldOffset(32)] public long FirstSeenNs;

    [FieldOffset(40)] public long LastSeenNs;

    /// <summary>-1 where no instrument is meant.</summary>
    [FieldOffset(48)] public int InstrumentId;

    [FieldOffset(52)] public int BasisPoints;

    public readonly ReconciliationDifference Difference => new(Kind, Id, Engine, Venue);

    /// <summary>Found twice in a row, so it counts.</summary>
    public readonly bool IsConfirmed => Confirmations >= ReconciliationFindings.ConfirmationsNeeded;

    /// <summary>The order that differs; null where it is not about one.</summary>
    public readonly long? OrderId => Kind is ReconciliationKind.OrderUnresolved
        or ReconciliationKind.OrderUnexpected or ReconciliationKind.ExecutionsMissing ? Id : null;

    /// <summary>Decimals of <see cref="Engine"/> and <see cref="Venue"/>.</summary>
    /// <param name="sizeExponent">Of the instrument; 0 where none is known.</param>
    public readonly int ExponentOf(int sizeExponent) => Kind switch
    {
        ReconciliationKind.CashFlow or ReconciliationKind.Balance => FixedPoint.MoneyExponent,
        ReconciliationKind.EmptyView => 0,
        _ => sizeExponent,
    };

    /// <summary>As it goes on record.</summary>
    public readonly DifferencePayload ToPayload() => new()
    {
        Kind = (int)Kind,
        Correction = Difference.Correction,
        IsCritical = Difference.IsCritical ? (byte)1 : (byte)0,
        Id = Id,
        Engine = Engine,
        Venue = Venue,
        BasisPoints = BasisPoints,
        Confirmations = Confirmations,
    };
}
