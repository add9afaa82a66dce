using System.Runtime.InteropServices;

namespace Engine.Core.MarketData;

/// <summary>
/// The price at which an instrument is valued, and the one that waits to be believed. Entity of
/// <see cref="State.StateParts.Marks"/>, layout version 1, by instrument id.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct MarkState
{
    public const int SizeInBytes = 48;

    /// <summary>The last good mark; means nothing before the first.</summary>
    [FieldOffset(0)] public long Price;

    /// <summary>Engine time of the quote or print that it comes from.</summary>
    [FieldOffset(8)] public long TimeNs;

    /// <summary>A price outside the collar that nothing has confirmed.</summary>
    [FieldOffset(16)] public long SuspectPrice;

    /// <summary>Prices that were set aside so far.</summary>
    [FieldOffset(24)] public long SuspectCount;

    /// <summary>1 from the first mark on.</summary>
    [FieldOffset(32)] public long HasMark;

    /// <summary>1 while <see cref="SuspectPrice"/> waits.</summary>
    [FieldOffset(40)] public long HasSuspect;
}
