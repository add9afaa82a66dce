using System.Runtime.InteropServices;

namespace Engine.Core.Events;

/// <summary>An operator moves a strategy on the size ladder.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct SizeFactorCommandPayload
{
    public const int SizeInBytes = EngineEvent.PayloadBytes;

    [FieldOffset(0)] public int StrategyId;

    /// <summary>0 to 10,000.</summary>
    [FieldOffset(4)] public int PerTenThousand;
}
