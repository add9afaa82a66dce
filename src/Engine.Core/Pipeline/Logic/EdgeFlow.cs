using Engine.Core.Events;

namespace Engine.Core.Pipeline.Logic;

/// <summary>
/// What the process around the core reports of itself, and is told: kept so that a restart, a status and a replay know
/// it. Nothing here touches an order.
/// </summary>
internal sealed class EdgeFlow(LogicParts parts)
{
    /// <summary>What is commanded lasts as long as the process, and a new one has no venue session yet.</summary>
    public void OnEngineStarted()
    {
        ref var edge = ref parts.Edge;
        edge.LogLevel = LogVerbosity.None;
        edge.VenueLostNs = 0;
        edge.VenueLostReason = VenueReason.None;
    }

    public void OnDeniedCalls(in DeniedCallsPayload denied) => parts.Edge.DeniedCalls += denied.Calls;

    public void OnSettingsReloaded(in SettingsReloadedPayload reload)
    {
        ref var edge = ref parts.Edge;
        edge.LastReloadId = reload.RequestId;
        if (reload.Outcome == ReloadOutcome.Refused)
        {
            edge.RefusedReloads++;
            return;
        }
        edge.Reloads++;
        if (reload.IsLogLevelChanged != 0) edge.LogLevel = LogVerbosity.None;
    }

    public CommandCode SetLogLevel(in LogLevelPayload asked, ref CommandAnswerPayload answer)
    {
        var code = Judge(in asked, in parts.EdgeView, ref answer);
        if (code == CommandCode.Done) parts.Edge.LogLevel = asked.Level;
        return code;
    }

    /// <summary>What a command of the level is answered with; changes nothing.</summary>
    public static CommandCode Judge(in LogLevelPayload asked, in EdgeState edge, ref CommandAnswerPayload answer)
    {
        if (asked.Level is <= LogVerbosity.None or > LogVerbosity.Debug) return CommandCode.MalformedCommand;

        answer.Detail = (long)asked.Level;
        return edge.LogLevel == asked.Level ? CommandCode.AlreadyInForce : CommandCode.Done;
    }

    public void OnVenueConnected()
    {
        ref var edge = ref parts.Edge;
        edge.VenueLostNs = 0;
        edge.VenueLostReason = VenueReason.None;
    }

    public void OnVenueLost(VenueReason reason, long nowNs)
    {
        ref var edge = ref parts.Edge;
        edge.VenueLostNs = nowNs;
        edge.VenueLostReason = reason;
    }
}
