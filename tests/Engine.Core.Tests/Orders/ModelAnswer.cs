using Engine.Core.Events;
using Engine.Core.Orders;

namespace Engine.Core.Tests.Orders;

/// <summary>What must come of one message, beside the state after it.</summary>
internal readonly record struct ModelAnswer(RiskCode Code, bool IsIgnored, OrderAnomaly Anomaly)
{
    public static ModelAnswer Applied => new(RiskCode.Accepted, false, OrderAnomaly.None);

    public static ModelAnswer Refused(RiskCode code) => new(code, false, OrderAnomaly.None);

    public static ModelAnswer Ignored(bool isOdd) =>
        new(RiskCode.Accepted, true, isOdd ? OrderAnomaly.Unexpected : OrderAnomaly.None);

    /// <summary>What was odd about a message that is refused matters to nobody.</summary>
    public static ModelAnswer Of(in OrderChange change) => change.Code != RiskCode.Accepted
        ? Refused(change.Code)
        : new ModelAnswer(change.Code, change.IsIgnored, change.Anomaly);
}
