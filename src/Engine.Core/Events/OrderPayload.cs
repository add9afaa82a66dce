using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// An order as requested from, allowed by or denied to a strategy. Quantity is positive; the side says the direction.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct OrderPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>Counter in state; unique in the life of the journal.</summary>
    [FieldOffset(0)] public long OrderId;

    /// <summary><see cref="FixedPoint.Absent"/> for a market order.</summary>
    [FieldOffset(8)] public long LimitPrice;

    /// <summary>In the size exponent of the instrument.</summary>
    [FieldOffset(16)] public long Quantity;

    /// <summary>The id that the broker sees: assigned by the logic, never reused.</summary>
    [FieldOffset(24)] public int BrokerOrderId;

    /// <summary>Broker session in which it was assigned.</summary>
    [FieldOffset(28)] public int SessionEpoch;

    [FieldOffset(32)] public Side Side;
    [FieldOffset(33)] public OrderType Type;
    [FieldOffset(34)] public TimeInForce TimeInForce;
    [FieldOffset(35)] public OrderClass Class;

    /// <summary><see cref="RiskCode.Accepted"/>, or why it was denied.</summary>
    [FieldOffset(36)] public RiskCode Code;

    /// <summary>
    /// The limit that denied it, in the unit of the check; of an accepted order, the limit it came nearest to.
    /// </summary>
    [FieldOffset(40)] public long Limit;

    /// <summary>What was measured against that limit.</summary>
    [FieldOffset(48)] public long Measured;

    /// <summary>Price that the checks used.</summary>
    [FieldOffset(56)] public long ReferencePrice;

    /// <summary>Free for the strategy.</summary>
    [FieldOffset(64)] public long Tag;

    /// <summary>Event time of the market data that caused it.</summary>
    [FieldOffset(72)] public long SourceEventTimeNs;

    /// <summary>
    /// Sequence of the hold that denied it; 0 if none. Below zero, of an accepted order: the number of the check whose
    /// limit it came nearest to (<see cref="TightestCheck"/>).
    /// </summary>
    [FieldOffset(80)] public long HoldSequence;

    /// <summary>
    /// The check whose limit an accepted order came nearest to, named by the code with which it would have denied;
    /// <see cref="RiskCode.Accepted"/> if none had a limit.
    /// </summary>
    public readonly RiskCode TightestCheck =>
        Code == RiskCode.Accepted && HoldSequence < 0 ? (RiskCode)HoldSequence : RiskCode.Accepted;
}
