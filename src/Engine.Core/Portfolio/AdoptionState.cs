using System.Runtime.InteropServices;

namespace Engine.Core.Portfolio;

/// <summary>
/// What was booked in one instrument because the venue holds it, and no execution explains it. Entity of
/// <see cref="State.StateParts.Adoptions"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct AdoptionState
{
    public const int SizeInBytes = 32;

    /// <summary>Signed, in the size exponent.</summary>
    [FieldOffset(0)] public long Quantity;

    /// <summary>Cost basis that came with it, money.</summary>
    [FieldOffset(8)] public long Cost;

    /// <summary>Cash, money.</summary>
    [FieldOffset(16)] public long Cash;

    [FieldOffset(24)] public long Count;
}
