using System.Runtime.InteropServices;

namespace Engine.Core.Risk;

/// <summary>
/// What was ordered in one second of engine time; the row is the second modulo their number. Entity of
/// <see cref="State.StateParts.RiskSeconds"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct RiskSecondState
{
    public const int SizeInBytes = 16;

    [FieldOffset(0)] public long Orders;
    [FieldOffset(8)] public long Notional;
}
