using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>Money that came into the account or left it without a trade.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct CashFlowPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public CashFlowKind FlowKind;
    [FieldOffset(8)] public AsciiText8 Currency;

    /// <summary>Above 0, with exponent 8; the kind says the direction.</summary>
    [FieldOffset(16)] public long CashAmount;
}
