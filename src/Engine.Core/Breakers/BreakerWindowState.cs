using System.Runtime.InteropServices;

namespace Engine.Core.Breakers;

/// <summary>
/// A window that moves in sixteenths: two figures for each of them. Entity of <see
/// cref="State.StateParts.BreakerWindows"/>, layout version 1.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
public struct BreakerWindowState
{
    public const int SizeInBytes = 280;

    /// <summary>Engine time at which the newest part began; a multiple of its length.</summary>
    [FieldOffset(0)] public long StartNs;

    /// <summary>Length of a part; 0 while nothing was noted.</summary>
    [FieldOffset(8)] public long PartNs;

    /// <summary>Place of the newest part.</summary>
    [FieldOffset(16)] public long Newest;

    /// <summary>Counts, or lowest prices.</summary>
    [FieldOffset(24)] public LongBuckets First;

    /// <summary>Counts, or highest prices.</summary>
    [FieldOffset(152)] public LongBuckets Second;

    /// <summary>Moves on to the part that a time lies in, forgetting what is older than the window.</summary>
    public void MoveTo(long nowNs, long partNs)
    {
        if (PartNs != partNs)
        {
            this = default;
            PartNs = partNs;
            StartNs = nowNs - (nowNs % partNs);
            return;
        }
        if (nowNs - StartNs < partNs) return;

        var steps = (nowNs - StartNs) / partNs;
        for (var i = 0; i < Math.Min(steps, LongBuckets.Count); i++)
        {
            Newest = (Newest + 1) % LongBuckets.Count;
            First[(int)Newest] = 0;
            Second[(int)Newest] = 0;
        }
        StartNs += steps * partNs;
    }

    /// <summary>Sums of both figures over the window that ends now.</summary>
    public readonly void Sum(long nowNs, long partNs, out long first, out long second)
    {
        first = second = 0;
        var parts = PartsWithin(nowNs, partNs);
        for (var back = 0; back < parts; back++)
        {
            var place = PlaceOf(back);
            first += First[place];
            second += Second[place];
        }
    }

    /// <summary>Lowest and highest price within the window that ends now; 0 if there is none.</summary>
    public readonly void Range(long nowNs, long partNs, out long lowest, out long highest)
    {
        lowest = highest = 0;
        var parts = PartsWithin(nowNs, partNs);
        for (var back = 0; back < parts; back++)
        {
            var place = PlaceOf(back);
            if (First[place] == 0) continue;
            lowest = lowest == 0 ? First[place] : Math.Min(lowest, First[place]);
            highest = Math.Max(highest, Second[place]);
        }
    }

    // How many of the parts, from the newest back, the window that ends now still reaches.
    private readonly int PartsWithin(long nowNs, long partNs)
    {
        if (PartNs != partNs || partNs == 0) return 0;
        var ageNs = nowNs - StartNs;
        if (ageNs < partNs) return LongBuckets.Count; // Mostly so, and without a division.
        return (int)Math.Max(0, LongBuckets.Count - (ageNs / partNs));
    }

    private readonly int PlaceOf(int back) => (int)(Newest - back) & (LongBuckets.Count - 1);
}
