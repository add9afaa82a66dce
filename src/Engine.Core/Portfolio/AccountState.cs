using System.Runtime.InteropServices;

namespace Engine.Core.Portfolio;

/// <summary>Counts of the account. Entity of <see cref="State.StateParts.Account"/>, layout version 1.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct AccountState
{
    public const int SizeInBytes = 16;

    [FieldOffset(0)] public long Executions;
    [FieldOffset(8)] public int OpenPositions;
    [FieldOffset(12)] public int Currencies;
}
