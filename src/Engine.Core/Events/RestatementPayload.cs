using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>What a bust, a correction or an attribution of an execution did. Money has exponent 8.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct RestatementPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public AsciiText32 ExecutionId;

    /// <summary>0 if no order is known that it belongs to.</summary>
    [FieldOffset(32)] public long OrderId;

    /// <summary>Of the account's position, signed.</summary>
    [FieldOffset(40)] public long QuantityChange;

    [FieldOffset(48)] public long CashChange;

    /// <summary>Of the realised profit, later executions counted again included.</summary>
    [FieldOffset(56)] public long ProfitChange;

    [FieldOffset(64)] public long CommissionChange;

    /// <summary>Of the order after it.</summary>
    [FieldOffset(72)] public long CumulativeQuantity;

    [FieldOffset(80)] public RestatementKind Kind;

    /// <summary>Of the order after it; None if there is no order.</summary>
    [FieldOffset(81)] public OrderStatus Status;

    [FieldOffset(82)] public ushort CorrectionNumber;

    /// <summary>1 if it had come before its execution and waited for it.</summary>
    [FieldOffset(84)] public int WasParked;
}
