using System.Runtime.InteropServices;
using Engine.Core.Events;

namespace Engine.Core.Gateway;

/// <summary>The balance of one currency as the venue reported it.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct ReconciliationBalanceState
{
    public const int SizeInBytes = 16;

    [FieldOffset(0)] public AsciiText8 Currency;
    [FieldOffset(8)] public long Balance;
}
