using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// An operator books what the venue holds in an instrument: position, cash, or both. The record of the decision repeats
/// it with what it changed.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct AdoptCommandPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>
    /// What the venue holds as the operator has looked at it: position, signed, in the size exponent; or money.
    /// </summary>
    [FieldOffset(0)] public long VenueFigure;

    /// <summary>
    /// What a unit of the part that is opened has cost, in the price exponent; absent where the adoption only takes
    /// away.
    /// </summary>
    [FieldOffset(8)] public long CostPrice;

    /// <summary>1: books the venue's cash in the instrument instead of its position.</summary>
    [FieldOffset(16)] public byte IsCash;

    /// <summary>Of the decision: how far the position moved, signed.</summary>
    [FieldOffset(24)] public long AdoptedQuantity;

    /// <summary>Of the decision: money booked against the reconciliation account, exponent 8.</summary>
    [FieldOffset(32)] public long AdoptedMoney;
}
