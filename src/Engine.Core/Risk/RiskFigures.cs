using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>What a check looked at: journaled with a denial.</summary>
internal ref struct RiskFigures
{
    public long Limit;
    public long Measured;

    /// <summary>Mid if the quote has two sides, else the last trade, else the one side there is.</summary>
    public long ReferencePrice;

    /// <summary>Price at which notional is measured: the worst for the limit that can be told now.</summary>
    public long NotionalPrice;

    /// <summary>Price that the collar is about: the limit, or what a market order would meet.</summary>
    public long ExpectedPrice;

    /// <summary>Price that the collar is measured from; absent for that of the market.</summary>
    public long CollarPrice;

    /// <summary>Notes figures and answers in one step.</summary>
    public RiskCode Deny(RiskCode code, long limit, long measured)
    {
        Limit = limit;
        Measured = measured;
        return code;
    }
}
