using System.Runtime.InteropServices;

namespace Engine.Core.Risk;

/// <summary>
/// Where one strategy stands on the size ladder. Entity of <see cref="State.StateParts.SizeFactors"/>, layout version
/// 1. It carries the strategy's name, because ids shift when strategies come and go.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
public struct SizeFactorState
{
    /// <summary>First 128 bits of the SHA-256 of the name; zero where there is no strategy.</summary>
    [FieldOffset(0)] public ulong NameHigh;

    [FieldOffset(8)] public ulong NameLow;

    /// <summary>In force, parts of ten thousand.</summary>
    [FieldOffset(16)] public int PerTenThousand;

    /// <summary>What the file says, parts of ten thousand.</summary>
    [FieldOffset(20)] public int ConfiguredPerTenThousand;

    /// <summary>1 if an operator has set it.</summary>
    [FieldOffset(24)] public long IsCommanded;
}
