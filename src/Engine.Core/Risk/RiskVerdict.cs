using Engine.Core.Events;

namespace Engine.Core.Risk;

/// <summary>What the checks found beside their answer.</summary>
public readonly struct RiskVerdict
{
    /// <summary>The limit that denied, or the one that an accepted order came nearest to; in the unit of the check.
    /// </summary>
    public long Limit { get; init; }

    /// <summary>What was measured against that limit.</summary>
    public long Measured { get; init; }

    /// <summary>The market price used; absent if there was none, or no check came so far.</summary>
    public long ReferencePrice { get; init; }

    /// <summary>The check whose limit an accepted order came nearest to; <see cref="RiskCode.Accepted"/> if none.
    /// </summary>
    public RiskCode Tightest { get; init; }
}
