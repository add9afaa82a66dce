using System.Runtime.InteropServices;

namespace Engine.Core.Strategies.Reference;

/// <summary>The two orders that quote one instrument.</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct QuotingState
{
    public const int SizeInBytes = 2 * QuoteSlot.SizeInBytes;

    [FieldOffset(0)] public QuoteSlot Bid;
    [FieldOffset(QuoteSlot.SizeInBytes)] public QuoteSlot Ask;
}
