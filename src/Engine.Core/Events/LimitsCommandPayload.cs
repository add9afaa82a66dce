using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>
/// A change of limits, as text in the records behind the identity, or the acceptance of a new baseline.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct LimitsCommandPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    /// <summary>First 128 bits of the SHA-256 of the plan that the operator has seen.</summary>
    [FieldOffset(0)] public ulong PlanHigh;

    [FieldOffset(8)] public ulong PlanLow;
}
