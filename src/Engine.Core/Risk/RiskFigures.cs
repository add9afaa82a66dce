using System.Numerics;
using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>What the checks looked at: journaled with a denial, and of an accepted order the limit it came nearest to.
/// </summary>
internal ref struct RiskFigures
{
    private const int ShiftMax = 63;

    // Measured is above Limit >> _shift, or both are 0: most checks are seen to be further off without a product.
    private int _shift;

    public long Limit;
    public long Measured;

    /// <summary>The check whose limit and measure these are, while nothing denies.</summary>
    public RiskCode Tightest;

    /// <summary>Mid if the quote has two sides, else the last trade, else the one side there is.</summary>
    public long ReferencePrice;

    /// <summary>Price at which notional is measured: the worst for the limit that can be told now.</summary>
    public long NotionalPrice;

    /// <summary>Price that the collar is about: the limit, or what a market order would meet.</summary>
    public long ExpectedPrice;

    /// <summary>Value of the order at <see cref="NotionalPrice"/>; 0 if it was not measured.</summary>
    public long Notional;

    /// <summary>Price that the collar is measured from; absent for that of the market.</summary>
    public long CollarPrice;

    /// <summary>Notes figures and answers in one step.</summary>
    public RiskCode Deny(RiskCode code, long limit, long measured)
    {
        Limit = limit;
        Measured = measured;
        return code;
    }

    /// <summary>Denies what is above its limit; else keeps it if no limit before it was nearer.</summary>
    public RiskCode Check(RiskCode code, long limit, long measured)
    {
        if (measured > limit) return Deny(code, limit, measured);
        if (IsTighter(limit, measured)) Note(code, limit, measured);
        return RiskCode.Accepted;
    }

    /// <summary>True if measured / limit is above that of every check so far.</summary>
    public readonly bool IsTighter(long limit, long measured)
    {
        if (Tightest == RiskCode.Accepted) return true;
        if (measured <= limit >> _shift && Measured >= 0) return false;
        return Math.BigMul(measured, Limit) > Math.BigMul(Measured, limit);
    }

    public void Note(RiskCode code, long limit, long measured)
    {
        Tightest = code;
        Limit = limit;
        Measured = measured;
        var bits = BitOperations.LeadingZeroCount((ulong)measured) - BitOperations.LeadingZeroCount((ulong)limit) + 1;
        _shift = measured <= 0 ? ShiftMax : Math.Clamp(bits, 0, ShiftMax);
    }
}
