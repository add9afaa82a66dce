using System.Numerics;
using System.Runtime.InteropServices;

namespace Engine.Core.Strategies.Reference;

/// <summary>
/// Rolling sums over the samples of one instrument. A sample is the distance of the doubled mid from an anchor, in
/// units of 2^<see cref="Shift"/>: the sums stay exact and small, whatever the price exponent is.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct ReversionState
{
    public const int SizeInBytes = 80;

    /// <summary>
    /// Samples in a window at most. With <see cref="DistanceMax"/> the sum of squares stays below 2^63.
    /// </summary>
    public const int WindowMax = 2_048;

    /// <summary>A price further from the anchor than this starts the window anew. At least 6 % of the price.</summary>
    public const long DistanceMax = (1L << 26) - 1;

    // The doubled mid of the anchor has at most this many bits.
    private const int AnchorBits = 30;

    [FieldOffset(0)] public long Anchor;
    [FieldOffset(8)] public long Sum;
    [FieldOffset(16)] public long SumOfSquares;
    [FieldOffset(24)] public long NextSampleNs;
    [FieldOffset(32)] public int Count;
    [FieldOffset(36)] public int Position;
    [FieldOffset(40)] public long Shift;
    [FieldOffset(48)] public OrderSlot Order;
    [FieldOffset(72)] public long EnteredNs;

    /// <summary>The doubled mid in the unit of the samples. Both prices present, bid at or below ask.</summary>
    public readonly long Scale(long bid, long ask) => (bid >> (int)Shift) + (ask >> (int)Shift);

    /// <summary>Starts the window anew at this price.</summary>
    public void Restart(long bid, long ask)
    {
        var magnitude = (ulong)Math.Max(Math.Abs(bid), Math.Abs(ask));
        Shift = Math.Max(0, BitOperations.Log2(magnitude | 1) + 2 - AnchorBits);
        Anchor = Scale(bid, ask);
        Sum = 0;
        SumOfSquares = 0;
        Count = 0;
        Position = 0;
    }

    /// <summary>Takes a sample in; the oldest one leaves a full window.</summary>
    public void Push(SampleRing ring, int instrumentId, int window, long distance)
    {
        var oldest = ring.Exchange(instrumentId, Position, distance);
        if (Count == window)
        {
            Sum -= oldest;
            SumOfSquares -= oldest * oldest;
        }
        else
        {
            Count++;
        }
        Sum += distance;
        SumOfSquares += distance * distance;
        Position = Position + 1 == window ? 0 : Position + 1;
    }

    /// <summary>Count x (distance - mean): below 2^38.</summary>
    public readonly long Deviation(long distance) => (Count * distance) - Sum;

    /// <summary>Count^2 x variance: below 2^75.</summary>
    public readonly Int128 Dispersion => ((Int128)Count * SumOfSquares) - ((Int128)Sum * Sum);
}
